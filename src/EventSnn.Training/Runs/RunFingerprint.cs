using System.Text.Json;
using System.Text.Json.Nodes;

namespace EventSnn.Training.Runs;

/// <summary>Compares what two runs were made with, each told as one JSON object.</summary>
public static class RunFingerprint
{
    /// <summary>Names what differs.</summary>
    /// <param name="then">The run that is there.</param>
    /// <param name="now">The run that is asked for.</param>
    /// <returns>As in <c>Options.BatchSize was 20, is 72</c>, in the order of <paramref name="now"/>; empty where both say the same.</returns>
    public static IReadOnlyList<string> Differences(string then, string now)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        if (Read(then) is not { } before)
        {
            return ["it does not tell how"]; // made by a program, or its position was edited
        }

        var found = new List<string>();
        Compare("", before, JsonNode.Parse(now), found);
        return found;
    }

    private static JsonNode? Read(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Compare(string path, JsonNode? then, JsonNode? now, List<string> found)
    {
        if (then is JsonObject before && now is JsonObject after)
        {
            foreach (string name in after.Select(p => p.Key).Union(before.Select(p => p.Key)))
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", before[name], after[name], found);
            }
        }
        else if (!JsonNode.DeepEquals(then, now))
        {
            found.Add($"{path} was {Text(then)}, is {Text(now)}");
        }
    }

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "not set";
}
