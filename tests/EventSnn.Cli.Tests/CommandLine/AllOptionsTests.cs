using System.CommandLine;
using EventSnn.Cli.Shell;

namespace EventSnn.Cli.Tests.CommandLine;

/// <summary>What holds for every option of every command, those of tomorrow included.</summary>
public sealed class AllOptionsTests
{
    [Fact]
    public void A_number_with_a_comma_is_refused_by_every_option_that_takes_a_number()
    {
        (string[] Path, Option Option)[] numbers = [.. Options().Where(o => NumberText.Expected(o.Option.ValueType) is not null)];
        numbers.Length.ShouldBeGreaterThan(70);
        foreach ((string[] path, Option option) in numbers)
        {
            foreach (string wrong in new[] { "1,5", "1,000", "1.000,5", "1_000", "0x10" })
            {
                string? mistake = ParseMistake.Find(Program.Root().Parse([.. path, option.Name, wrong]));
                mistake.ShouldNotBeNull($"{string.Join(' ', path)} {option.Name} {wrong}");
                mistake.ShouldStartWith($"Option {option.Name}: expected ");
                mistake.ShouldContain($"found '{wrong}'");
            }
        }
    }

    [Fact]
    public void A_number_with_a_point_or_an_exponent_is_one()
    {
        foreach ((string[] path, Option option) in Options())
        {
            string? expected = NumberText.Expected(option.ValueType);
            string[] right = expected is null ? [] : expected.StartsWith("a number", StringComparison.Ordinal) ? ["1.5", ".5", "1e-3", "2"] : ["1", "1000"];
            right.ShouldAllBe(text => NumberText.FindMistake(Program.Root().Parse(path.Append(option.Name).Append(text).ToArray(), null)) == null);
        }
    }

    [Fact]
    public void A_word_that_is_neither_true_nor_false_is_refused_with_the_option()
    {
        (string[] Path, Option Option)[] flags = [.. Options().Where(o => o.Option.ValueType == typeof(bool) || o.Option.ValueType == typeof(bool?))];
        flags.Length.ShouldBeGreaterThan(30);
        foreach ((string[] path, Option option) in flags)
        {
            // Where a command also takes a file, the word behind the option would be that.
            string[] files = [.. Enumerable.Repeat("file", Arguments(path))];
            string? mistake = ParseMistake.Find(Program.Root().Parse([.. path, .. files, option.Name, "maybe"]));
            if (files.Length < 2)
            {
                mistake.ShouldNotBeNull($"{string.Join(' ', path)} {option.Name}").ShouldStartWith($"Option {option.Name}: expected true");
            }
        }
    }

    private static int Arguments(string[] path) =>
        path.Aggregate((Command)Program.Root(), (command, word) => command.Subcommands.Single(c => c.Name == word)).Arguments.Sum(a => Math.Min(a.Arity.MaximumNumberOfValues, 2));

    private static IEnumerable<(string[] Path, Option Option)> Options() => Of(Program.Root(), []);

    private static IEnumerable<(string[] Path, Option Option)> Of(Command command, string[] path) =>
        [.. command.Options.Where(o => path.Length > 0 && o.Name is not ("--help" or "--version")).Select(o => (path, o)), .. command.Subcommands.SelectMany(c => Of(c, [.. path, c.Name]))];
}
