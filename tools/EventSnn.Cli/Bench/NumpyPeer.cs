using System.Diagnostics;
using System.Globalization;

namespace EventSnn.Cli.Bench;

/// <summary>Measures the decoders that users of numpy write, in the same run, where a Python with numpy is at hand.</summary>
internal static class NumpyPeer
{
    private const string Script = """
        import sys, time, numpy as np
        path, fmt, rounds = sys.argv[1], sys.argv[2], 5
        def aedat2(b, at):
            a = np.frombuffer(b, '>u4', offset=at).reshape(-1, 2); w = a[:, 0]
            return a[:, 1].astype('i8'), 345 - ((w >> 12) & 0x3FF).astype('u2'), 259 - ((w >> 22) & 0x1FF).astype('u2'), ((w >> 11) & 1).astype('u1')
        def dat(b, at):
            a = np.frombuffer(b, '<u4', offset=at).reshape(-1, 2); w = a[:, 1]
            return a[:, 0].astype('i8'), (w & 0x3FFF).astype('u2'), ((w >> 14) & 0x3FFF).astype('u2'), (w >> 28).astype('u1')
        def evt2(b, at):
            w = np.frombuffer(b, '<u4', offset=at); k = w >> 28; high = np.where(k == 8, np.arange(w.size), 0)
            np.maximum.accumulate(high, out=high); t = ((w[high] & 0xFFFFFFF).astype('i8') << 6) | ((w >> 22) & 63); m = k < 2; w = w[m]
            return t[m], ((w >> 11) & 0x7FF).astype('u2'), (w & 0x7FF).astype('u2'), k[m].astype('u1')
        def header(b, mark):
            at = 0
            while b[at:at + 1] == mark:
                end = b.index(b'\n', at) + 1; last = b[at:end]; at = end
                if last.startswith(b'% end'): break
            return at
        decode, mark, more = {'aedat2.0': (aedat2, b'#', 0), 'dat': (dat, b'%', 2), 'evt2': (evt2, b'%', 0)}[fmt]
        best, count = 1e9, 0
        for _ in range(rounds):
            start = time.perf_counter(); b = open(path, 'rb').read(); at = header(b, mark) + more
            body = decode(b, at); best = min(best, time.perf_counter() - start); count = body[0].size
        print(count / best / 1e6)
        """;

    /// <summary>Measures one file.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="file">The file.</param>
    /// <param name="format">Its format; only the simple ones have a numpy decoder.</param>
    /// <param name="events">Its events, as a check.</param>
    /// <returns>Millions of events per second; null where there is no such decoder or no numpy.</returns>
    public static double? Measure(string python, string file, string format, int events)
    {
        if (format is not ("aedat2.0" or "dat" or "evt2"))
        {
            return null;
        }

        ProcessStartInfo start = new(python, ["-c", Script, file, format]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start) ?? throw new Shell.UsageException($"Option --numpy: {python} does not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && events > 0 && double.TryParse(output, CultureInfo.InvariantCulture, out double speed)
            ? speed
            : throw new Shell.UsageException($"Option --numpy: expected a Python with numpy, found: {errors.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? output}");
    }
}
