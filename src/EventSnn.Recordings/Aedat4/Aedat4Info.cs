using System.Globalization;
using System.Xml;
using EventSnn.Events.Geometry;

namespace EventSnn.Recordings.Aedat4;

/// <summary>The XML inside an AEDAT 4 header: which streams there are.</summary>
internal static class Aedat4Info
{
    /// <summary>Reads the streams.</summary>
    /// <param name="xml">The XML.</param>
    /// <returns>The streams; null where the XML is damaged.</returns>
    public static List<Aedat4Stream>? Parse(string xml)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 16 * 1024 * 1024, IgnoreWhitespace = true,
        };
        List<Aedat4Stream> streams = [];
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(xml), settings);
            List<string> path = [];
            Dictionary<string, string> values = [];
            while (reader.Read())
            {
                if (reader is { NodeType: XmlNodeType.Element, Name: "node" })
                {
                    string name = reader.GetAttribute("name") ?? string.Empty;
                    if (!reader.IsEmptyElement)
                    {
                        path.Add(name);
                        if (path is ["outInfo", _])
                        {
                            values.Clear();
                        }
                    }
                }
                else if (reader is { NodeType: XmlNodeType.EndElement, Name: "node" } && path.Count > 0)
                {
                    if (path is ["outInfo", var number] && int.TryParse(number, NumberStyles.Integer, CultureInfo.InvariantCulture, out int id))
                    {
                        streams.Add(Stream(id, values));
                    }

                    path.RemoveAt(path.Count - 1);
                }
                else if (reader is { NodeType: XmlNodeType.Element, Name: "attr" } && path is ["outInfo", _, ..] && reader.GetAttribute("key") is { } key)
                {
                    values[key] = reader.IsEmptyElement ? string.Empty : reader.ReadString();
                }
            }
        }
        catch (XmlException)
        {
            return null;
        }

        return streams;
    }

    /// <summary>The XML for one event stream.</summary>
    /// <param name="size">The sensor; null where unknown.</param>
    /// <param name="source">The camera.</param>
    /// <param name="compression">The compression's name.</param>
    public static string Compose(SensorSize? size, string source, string compression)
    {
        string name = System.Security.SecurityElement.Escape(source);
        string sizes = size is { } s
            ? $"<attr key=\"sizeX\" type=\"int\">{s.Width}</attr><attr key=\"sizeY\" type=\"int\">{s.Height}</attr>" : string.Empty;
        return "<dv version=\"2.0\"><node name=\"outInfo\" path=\"/mainloop/Recorder/outInfo/\"><node name=\"0\" path=\"/mainloop/Recorder/outInfo/0/\">"
            + $"<attr key=\"compression\" type=\"string\">{compression}</attr><attr key=\"originalModuleName\" type=\"string\">EventSnn</attr>"
            + "<attr key=\"originalOutputName\" type=\"string\">events</attr><attr key=\"typeDescription\" type=\"string\">Array of events (polarity ON/OFF).</attr>"
            + "<attr key=\"typeIdentifier\" type=\"string\">EVTS</attr><node name=\"info\" path=\"/mainloop/Recorder/outInfo/0/info/\">"
            + $"{sizes}<attr key=\"source\" type=\"string\">{name}</attr></node></node></node></dv>\n";
    }

    private static Aedat4Stream Stream(int id, Dictionary<string, string> values)
    {
        SensorSize? size = SensorSize.TryParse($"{values.GetValueOrDefault("sizeX")}x{values.GetValueOrDefault("sizeY")}", out SensorSize told) ? told : null;
        return new Aedat4Stream(id, values.GetValueOrDefault("typeIdentifier", "?"), values.GetValueOrDefault("originalOutputName", string.Empty), size, values.GetValueOrDefault("source"));
    }
}
