namespace EventSnn.Simulation.DataSets;

/// <summary>Small text files that appear whole or not at all.</summary>
internal static class TextFile
{
    public static void Write(string path, string text)
    {
        string temporary = path + ".tmp";
        File.WriteAllText(temporary, text.ReplaceLineEndings("\n"));
        File.Move(temporary, path, overwrite: true);
    }
}
