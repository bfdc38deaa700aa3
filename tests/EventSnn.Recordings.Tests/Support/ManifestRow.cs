using System.Globalization;

namespace EventSnn.Recordings.Tests.Support;

/// <summary>One row of the shared manifest of test recordings.</summary>
public sealed record ManifestRow(string Path, string Format, int? Width, int? Height, long Events, long On, long? First, long? Last, long Backward, string Digest, string Note)
{
    public static IEnumerable<ManifestRow> All()
    {
        string? path = TestKit.SharedData.Root is { } root ? System.IO.Path.Combine(root, "data", "MANIFEST.tsv") : null;
        if (path is null || !File.Exists(path))
        {
            yield break;
        }

        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] f = line.Split('\t');
            if (f.Length >= 12 && f[11].Length == 64)
            {
                yield return new ManifestRow(
                    f[0], f[1], (int?)Number(f[4]), (int?)Number(f[5]), Number(f[6]) ?? 0, Number(f[7]) ?? 0, Number(f[8]), Number(f[9]), Number(f[10]) ?? 0, f[11],
                    f.Length > 12 ? f[12] : string.Empty);
            }
        }
    }

    private static long? Number(string text) => text.Length == 0 ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
