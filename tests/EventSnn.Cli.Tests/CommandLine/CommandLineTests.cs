using System.Text.RegularExpressions;
using EventSnn.Cli.Shell;
using EventSnn.Networks;
using EventSnn.TestKit;

namespace EventSnn.Cli.Tests.CommandLine;

[Collection(InProcess.Name)]
public sealed class CommandLineTests : IDisposable
{
    private static readonly string R1 = Shipped.File("recordings/user01_led.aedat");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("view FILE --at -3", "--at", "-3")]
    [InlineData("view FILE --scale 0", "--scale", "1 to 32", "0")]
    [InlineData("view FILE --fps -1", "--fps", "1 to 240", "-1")]
    [InlineData("view FILE --window 0", "--window", "above 0")]
    [InlineData("view FILE --tau 0", "--tau", "above 0")]
    [InlineData("view FILE --kind foo", "--kind", "frame or surface", "foo")]
    [InlineData("view FILE -o p.jpg", "--out", ".png, .apng or .svg", "p.jpg")]
    [InlineData("view FILE --at 99", "--at", "99")]
    [InlineData("view FILE --size 64x64", "--size", "128x128", "64x64")]
    [InlineData("convert FILE OUT --from 3 --to 1", "--to", "--from 3", "1")]
    [InlineData("convert FILE OUT --from -1", "--from", "-1")]
    [InlineData("convert FILE OUT --jobs 0", "--jobs", "1 or more")]
    [InlineData("convert FILE OUT --refractory -1", "--refractory", "-1")]
    [InlineData("convert FILE OUT --compression zip", "--compression", "lz4", "zip")]
    [InlineData("convert FILE OUT --format foo", "--format", "aedat4", "foo")]
    [InlineData("convert FILE OUT --size 64x64", "--size", "128x128", "64x64")]
    [InlineData("info FILE --from 1,5", "--from", "1.5", "1,5", "eventsnn info --help")]
    [InlineData("replay FILE --learn --learn-fraction 0,5", "--learn-fraction", "1.5", "0,5")]
    [InlineData("replay FILE --learn --epochs 1,000", "--epochs", "a whole number", "1,000")]
    [InlineData("train --data D --layout dvsgesture --out m --learning-rate 0,01", "--learning-rate", "1.5", "0,01")]
    [InlineData("train --data D --layout dvsgesture --out m --clip-readout maybe", "--clip-readout", "true or false", "maybe")]
    [InlineData("train --data D --layout dvsgesture --out m --motion 2", "--motion", "true or false", "'2'")]
    [InlineData("train --data D --layout dvsgesture --out m --random-start ja", "--random-start", "true or false", "ja")]
    [InlineData("bench continual D --motion maybe", "--motion", "true, false or nothing", "maybe")]
    [InlineData("bench continual D --latent foo", "--latent", "grid, spikes", "foo")]
    [InlineData("info FILE --chip foo", "--chip", "DVS128", "foo")]
    [InlineData("info FILE --input-format foo", "--input-format", "aedat4", "foo")]
    [InlineData("replay FILE --learn --size 64x64", "--size", "128x128", "64x64")]
    [InlineData("replay FILE --learn --chip foo", "--chip", "DVS128", "foo")]
    [InlineData("replay FILE --learn --dt abc", "--dt", "a number", "abc")]
    [InlineData("replay FILE --learn --dt NaN", "--dt", "0.01 to 1000", "NaN")]
    [InlineData("replay FILE --learn --seed -1", "--seed", "a whole number from 0", "-1")]
    [InlineData("replay FILE --learn --epochs 1.5", "--epochs", "a whole number", "1.5")]
    [InlineData("train --data D --layout dvsgesture --out m --schedule foo", "--schedule", "constant, cosine", "foo")]
    [InlineData("train --data D --layout dvsgesture --out m --schedule 17", "--schedule", "constant, cosine", "17")]
    [InlineData("train --data D --layout dvsgesture --out m --validation 2", "--validation", "below 1", "2")]
    [InlineData("train --data D --layout dvsgesture --out m --layers-share 2", "--layers-share", "from 0 to 1", "2")]
    [InlineData("train --data D --layout dvsgesture --out m --clip-epochs -1", "--clip-epochs", "1 to 5", "-1")]
    [InlineData("train --data D --layout dvsgesture --out m --clip-epochs 0", "--clip-epochs", "1 to 5", "--clip-readout false")]
    [InlineData("train --data D --layout dvsgesture --out m --clip-epochs 9", "--clip-epochs", "1 to 5", "9")]
    [InlineData("train --data D --layout dvsgesture --out m --clip-beginnings 1000", "--clip-beginnings", "from 0 to 100", "1000")]
    [InlineData("train --data D --layout dvsgesture --out m --epochs 0", "--epochs", "at least 1", "0")]
    [InlineData("train --data D --layout dvsgesture --out m --batch 0", "--batch", "at least 1", "0")]
    [InlineData("train --data D --layout dvsgesture --out m --rotate 90", "--rotate", "from 0 to 45", "90")]
    [InlineData("train --data D --layout dvsgesture --out m --freeze-out 0", "--freeze-out", "above 0", "0")]
    [InlineData("convert FILE OUT --crop 200,200,64,64", "--crop", "128x128", "200,200,64,64")]
    [InlineData("bench decode --events 0", "--events", "from 1 to 500", "0")]
    [InlineData("bench decode --rounds 0", "--rounds", "at least 1", "0")]
    [InlineData("bench decode --case zzz", "--case", "aedat3.1", "zzz")]
    [InlineData("bench onset D --teach -1", "--teach", "at least 1", "-1")]
    [InlineData("bench onset D --memory 0", "--memory", "0")]
    [InlineData("bench continual D --orders 0", "--orders", "at least 1", "0")]
    [InlineData("bench continual D --inputs 0", "--inputs", "at least 1", "0")]
    [InlineData("bench continual D --motion --dt 7", "--dt", "multiple of 20 ms", "7")]
    [InlineData("bench continual D --methods foo", "--methods", "few-shot", "; delta, no rehearsal;", "foo")]
    [InlineData("bench latency FILE --dt 0", "--dt", "0")]
    [InlineData("bench latency FILE --seconds -1", "--seconds", "from 1 to 3600", "-1")]
    [InlineData("train --data D --layout dvsgesture --out m --downsample 0", "--downsample", "1 or more")]
    public async Task A_value_that_cannot_be_used_is_told_with_its_option_and_what_was_expected(string line, params string[] says)
    {
        CliRun run = await Run(line);
        run.ShouldFail(ExitCode.Usage, ["expected", "found", .. says]);
        run.Error.ShouldNotContain("System.");
        run.Output.ShouldBeEmpty();
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty("nothing is half-written");
    }

    [Theory]
    [InlineData("replay FILE --model M --dt 10", "--dt")]
    [InlineData("replay FILE --model M --preset g1", "--preset")]
    [InlineData("replay FILE --model M --seed 3", "--seed")]
    [InlineData("replay FILE --model M --epochs 3", "--epochs")]
    [InlineData("replay FILE --model M --save N", "--save")]
    [InlineData("train --data D --layout dvsgesture --out m --preset gesture --layers-share .5", "--layers-share")]
    [InlineData("train --data D --layout dvsgesture --out m --clip-readout false --clip-epochs 1", "--clip-epochs")]
    [InlineData("evaluate --prequential --data D --layout dvsgesture --part test", "--part")]
    [InlineData("serve FILE --loop --once", "--loop")]
    [InlineData("view FILE --kind surface", "--kind")]
    [InlineData("view FILE --scale 2", "--scale")]
    [InlineData("train --data D --layout dvsgesture --out m --rule feedback --clip-beginnings 1", "--clip-beginnings")]
    public async Task An_option_that_would_do_nothing_is_refused(string line, string option) =>
        (await Run(line)).ShouldFail(ExitCode.Usage, option, "--learn"[..2]);

    [Theory]
    [InlineData("info none.aedat", "none.aedat")]
    [InlineData("view none.aedat", "none.aedat")]
    [InlineData("convert none.aedat OUT", "none.aedat")]
    [InlineData("replay none.aedat --learn", "none.aedat")]
    [InlineData("replay FILE --learn --labels none.csv", "none.csv")]
    [InlineData("replay FILE --model none.safetensors", "none.safetensors")]
    [InlineData("replay FILE --learn --save none/m.safetensors", "--save", "none/m.safetensors")]
    [InlineData("view FILE -o none/p.png", "--out", "none/p.png")]
    [InlineData("train --data none --layout dvsgesture --out m", "--data", "none")]
    [InlineData("evaluate --data none --layout dvsgesture --model none.safetensors", "none.safetensors")]
    [InlineData("evaluate --data none --layout dvsgesture --prequential", "--data", "none")]
    [InlineData("bench onset none", "none")]
    [InlineData("bench continual none --layout dvsgesture", "none")]
    [InlineData("bench continual none --layout folder", "none")]
    [InlineData("bench continual none --layout nmnist", "none")]
    [InlineData("bench continual none --layout mnist", "none")]
    [InlineData("replay UNLABELLED --learn", "has no labels", "unlabelled_labels.csv")]
    [InlineData("bench latency UNLABELLED", "has no labels", "unlabelled_labels.csv")]
    [InlineData("live --teach UNLABELLED", "has no labels", "unlabelled_labels.csv")]
    [InlineData("live foo:bar", "caer-tcp://", "usb:MODEL")]
    [InlineData("simulate none.y4m OUT", "none.y4m")]
    public async Task What_is_not_there_is_told_with_one_exit_code(string line, params string[] says) =>
        (await Run(line)).ShouldFail(ExitCode.Unreachable, says);

    [Theory]
    [InlineData("inof FILE", "inof", "Did you mean info?", "eventsnn --help")]
    [InlineData("replya FILE", "replya", "Did you mean replay?", "eventsnn --help")]
    [InlineData("replay FILE --lern", "--lern", "Did you mean --learn?", "eventsnn replay --help")]
    [InlineData("convert FILE OUT --jbos 2", "no option '--jbos'", "Did you mean --jobs?", "eventsnn convert --help")]
    [InlineData("info --jsno FILE", "no option '--jsno'", "Did you mean --json?", "eventsnn info --help")]
    [InlineData("convert FILE -o OUT", "no option '-o'", "eventsnn convert --help")]
    [InlineData("bench engin", "engin", "Did you mean engine?", "eventsnn bench --help")]
    [InlineData("frobnicate", "frobnicate", "eventsnn --help")]
    public async Task A_word_that_is_nearly_right_is_answered_with_the_right_one(string line, params string[] says) =>
        (await Run(line)).ShouldFail(ExitCode.Usage, says);

    [Theory]
    [InlineData("info", "")]
    [InlineData("replay", "", "--learn")]
    [InlineData("replay", "some.aedat", "--model", "")]
    [InlineData("convert", "some.aedat", "")]
    public async Task An_empty_argument_is_a_mistake_of_the_command_line(params string[] arguments) =>
        (await InProcess.Eventsnn(arguments)).ShouldFail(ExitCode.Usage, "found an empty one", "--help");

    [Fact]
    public async Task Without_arguments_the_help_comes()
    {
        CliRun run = await InProcess.Eventsnn();
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        run.Output.ShouldContain("replay");
        run.Output.ShouldContain("info");
    }

    [Theory]
    [InlineData]
    [InlineData("info")]
    [InlineData("view")]
    [InlineData("convert")]
    [InlineData("replay")]
    [InlineData("train")]
    public async Task The_examples_of_the_help_are_about_files_that_come_with_the_repository(params string[] command)
    {
        CliRun run = await InProcess.Eventsnn([.. command, "--help"]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        string[] paths = [.. Regex.Matches(run.Output, @"recordings\b[\w/.]*").Select(m => m.Value.TrimEnd('/', '.'))];
        paths.ShouldNotBeEmpty(run.Output);
        paths.ShouldAllBe(p => Path.Exists(Shipped.File(p)));
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("train")]
    public async Task The_help_tells_every_preset_in_a_line(string command)
    {
        string help = (await InProcess.Eventsnn(command, "--help")).Output;
        string words = string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (string name in NetworkPresets.Names)
        {
            words.ShouldContain($"{name} {PresetHelp.About(name)}");
        }
    }

    [Fact]
    public async Task A_folder_in_another_layout_is_answered_with_that_layout() =>
        (await Run("train --data D --layout folder --out m")).ShouldFail(ExitCode.BadContent, "one sub-folder per class", "--layout dvsgesture");

    [Theory]
    [InlineData("simulate dvsgesture", " simulate dvsgesture [options]", "INPUT")]
    [InlineData("simulate compare", "REAL", "INPUT")]
    [InlineData("simulate", "INPUT", "PyTorch")]
    [InlineData("bench engine", "PyTorch", "INPUT")]
    [InlineData("serve", "jaer-udp (8991)", "INPUT")]
    public async Task The_help_of_a_command_is_about_that_command(string command, string says, string not)
    {
        CliRun run = await InProcess.Eventsnn([.. command.Split(' '), "--help"]);
        run.ExitCode.ShouldBe(ExitCode.Success, run.Error);
        string words = string.Join(' ', run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        words.ShouldContain(says, Case.Sensitive);
        words.ShouldNotContain(not, Case.Sensitive);
    }

    private string Unlabelled()
    {
        string path = folder.File("unlabelled.aedat");
        File.Copy(R1, path);
        return path;
    }

    private Task<CliRun> Run(string line) => InProcess.Eventsnn([.. line.Split(' ').Select(word => word switch
    {
        "FILE" => R1,
        "UNLABELLED" => Unlabelled(),
        "OUT" => folder.File("out.csv"),
        "D" => Shipped.File("recordings"),
        _ => word,
    })]);
}
