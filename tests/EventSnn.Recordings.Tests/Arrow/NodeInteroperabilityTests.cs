using System.Diagnostics;
using EventSnn.Events.Geometry;
using EventSnn.Recordings.Tests.Support;
using EventSnn.TestKit;

namespace EventSnn.Recordings.Tests.Arrow;

/// <summary>
/// Our Arrow IPC against the npm package apache-arrow. Runs where node is installed and EVENTSNN_NODE_MODULES names a folder
/// with that package (npm install --prefix DIR apache-arrow, then DIR/node_modules); else skips.
/// </summary>
public sealed class NodeInteroperabilityTests
{
    private static readonly (long, int, int, int)[] Scene =
        [.. Enumerable.Range(0, 70_001).Select(i => (1_718_924_384_950_507L + (i * 3), i % 128, i / 128 % 128, i & 1))];

    [Theory]
    [InlineData("arrow")]
    [InlineData("arrow-stream")]
    public void Node_reads_what_we_write(string format)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder.File("in"), Written.As(new() { Format = format, Size = SensorSize.Dvs128 }, Scene));

        string output = Node(folder, """
            const arrow = require('apache-arrow'), fs = require('fs');
            const table = arrow.tableFromIPC(fs.readFileSync('in'));
            let t = 0n, x = 0, y = 0, p = 0;
            for (const row of table) { t += row.t; x += row.x; y += row.y; p += row.p; }
            console.log([table.numRows, t, x, y, p, table.schema.fields.map(f => f.name + ':' + f.type).join(' '), table.schema.metadata.get('width')].join('|'));
            """);

        output.Trim().ShouldBe($"70001|{Scene.Aggregate(Int128.Zero, (sum, e) => sum + e.Item1)}|{Scene.Sum(e => e.Item2)}|{Scene.Sum(e => e.Item3)}|{Scene.Sum(e => e.Item4)}|t:Int64 x:Uint16 y:Uint16 p:Uint8|128");
    }

    [Theory]
    [InlineData("file", "a.arrow")]
    [InlineData("stream", "a.arrows")]
    public void We_read_what_node_writes(string format, string name)
    {
        using TemporaryFolder folder = new();
        Node(folder, $$"""
            const arrow = require('apache-arrow'), fs = require('fs');
            const n = 1000, i = [...Array(n).keys()];
            const table = new arrow.Table({
              label: arrow.vectorFromArray(i.map(k => 'event ' + k), new arrow.Utf8),
              x: arrow.vectorFromArray(i.map(k => k % 640), new arrow.Int16),
              on: arrow.vectorFromArray(i.map(k => k % 3 == 0), new arrow.Bool),
              y: arrow.vectorFromArray(i.map(k => k % 480), new arrow.Int32),
              t: arrow.vectorFromArray(i.map(k => BigInt(k) * 7n), new arrow.Int64),
            });
            fs.writeFileSync('{{name}}', arrow.tableToIPC(table, '{{format}}'));
            """);

        ReadAll read = ReadAll.From(folder.File(name), batch: 77);

        read.Events.ShouldBe([.. Enumerable.Range(0, 1000).Select(k => (k * 7L, k % 640, k % 480, k % 3 == 0 ? 1 : 0))]);
        read.Reader.WarningCount.ShouldBe(0);
    }

    private static string Node(TemporaryFolder folder, string script)
    {
        string? modules = Environment.GetEnvironmentVariable("EVENTSNN_NODE_MODULES");
        Assert.SkipUnless(modules is not null && Directory.Exists(Path.Combine(modules, "apache-arrow")), "EVENTSNN_NODE_MODULES names no folder with apache-arrow");
        File.WriteAllText(folder.File("script.js"), script);
        ProcessStartInfo start = new("node", ["script.js"]) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["NODE_PATH"] = modules;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, errors.Result);
        return output;
    }
}
