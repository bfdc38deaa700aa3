using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace EventSnn.Cli.Shell;

/// <summary>
/// Where a command writes: results on standard output (for people, or one JSON object per line), everything about the run
/// (progress, warnings, errors) on standard error, so that output can be piped.
/// </summary>
public sealed class CommandOutput
{
    private const int MaximumWarnings = 20;

    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HashSet<string> warnings = [];
    private long unsaid;

    /// <summary>Creates the output of one command.</summary>
    /// <param name="json">One JSON object per line instead of text for people.</param>
    public CommandOutput(bool json)
    {
        Json = json;
        Human = Open(Console.Out, Console.IsOutputRedirected);
        Notes = Open(Console.Error, Console.IsErrorRedirected);
    }

    /// <summary>Whether machines read the output.</summary>
    public bool Json { get; }

    /// <summary>Standard output for people. Not to be used when <see cref="Json"/> is set.</summary>
    public IAnsiConsole Human { get; }

    /// <summary>Standard error for people.</summary>
    public IAnsiConsole Notes { get; }

    /// <summary>Whether a progress bar can be drawn: a terminal is there and nobody asked for JSON.</summary>
    public bool CanDrawProgress => !Json && !Console.IsErrorRedirected && Notes.Profile.Capabilities.Interactive;

    /// <summary>Whether a progress bar is being drawn on <see cref="Human"/>, which then must do all the writing on the terminal.</summary>
    public bool DrawsProgress { get; set; }

    private IAnsiConsole Aside => DrawsProgress ? Human : Notes;

    /// <summary>A console that keeps long lines whole and writes no colours where no terminal is there to show them.</summary>
    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(redirected ? new LineEndTrimmer(writer) : writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = 1000;
        }

        return console;
    }

    /// <summary>Writes one object as one line of JSON.</summary>
    /// <param name="value">The object; property names become camelCase.</param>
    public static void WriteJson(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>Writes a line of text for people, unless machines read.</summary>
    /// <param name="text">Plain text; no markup.</param>
    public void Line(string text = "")
    {
        if (!Json)
        {
            Human.WriteLine(text);
        }
    }

    /// <summary>Writes a warning to standard error, once where it repeats; beyond 20, they are only counted.</summary>
    /// <param name="text">Plain text; no markup.</param>
    public void Warn(string text)
    {
        lock (warnings)
        {
            if (warnings.Count >= MaximumWarnings)
            {
                unsaid++;
            }
            else if (warnings.Add(text))
            {
                Aside.MarkupLineInterpolated($"[yellow]warning:[/] {text}");
            }
        }
    }

    /// <summary>Says at the end of a long output that there were warnings, which may have scrolled away.</summary>
    public void CountWarnings()
    {
        long count = warnings.Count + unsaid;
        if (count > 0)
        {
            string text = count == 1 ? "there was one warning, see above" : $"there were {count:N0} warnings, {(unsaid == 0 ? "see above" : $"of which the first {MaximumWarnings} are told above")}";
            Notes.MarkupLineInterpolated($"[yellow]warning:[/] {text}");
        }
    }

    /// <summary>Writes a remark about the run to standard error.</summary>
    /// <param name="text">Plain text; no markup.</param>
    public void Note(string text) => Aside.MarkupLineInterpolated($"[grey]{text}[/]");
}
