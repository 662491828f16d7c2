using System.CommandLine;
using Spaceforge.Cli.Diffing;
using Spaceforge.Cli.Diffing.Formats;
using Spaceforge.Cli.Manifests;

namespace Spaceforge.Cli.Commands;

/// <summary><c>spaceforge diff</c>: what an installer notices of a new version, and the version that it calls for.</summary>
static class DiffCommand
{
    const string Text = "text";
    const string JsonFormat = "json";
    const string Markdown = "markdown";

    static readonly Argument<string> Old = new("OLD")
    {
        HelpName = "OLD",
        Description = "The version that installers have: a manifest, a plugin's C# file or project, a git revision, or REVISION:FILE",
    };

    static readonly Argument<string?> New = new("NEW")
    {
        HelpName = "NEW",
        Description = "The new version [default: plugin.cs, else plugin.yaml]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    static readonly Option<string> Format = new("--format")
    {
        HelpName = $"{Text}|{JsonFormat}|{Markdown}",
        Description = "The output format; Markdown is for a pull request",
        DefaultValueFactory = _ => Text,
    };

    static readonly Option<bool> Json = new("--json") { Description = "The same as --format json" };

    static readonly Option<bool> Check = new("--check")
    {
        Description = "Fail if the new version's number is smaller than the changes call for",
    };

    static readonly Option<string[]> Input = new("--input", "-i")
    {
        HelpName = "FILE",
        Description = "A recorded policy input, as JSON: also compare what the policies decide about it",
    };

    static DiffCommand() => Format.AcceptOnlyFromAmong(Text, JsonFormat, Markdown);

    public static Command Create()
    {
        var type = PolicyCommandOptions.KindOption("The type of the policies that the inputs are for, such as PLAN [default: all]");
        var command = new Command("diff", "Show what installers notice of a new version, and the version number that it calls for")
        {
            Old, New, Format, Json, Check, Input, type,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(Old),
            parsed.GetValue(New),
            parsed.GetValue(Json) ? JsonFormat : parsed.GetRequiredValue(Format),
            parsed.GetValue(Check),
            PolicyCommandOptions.Recorded(parsed.GetValue(Input), parsed.GetValue(type), cancellationToken),
            cancellationToken));
        return command;
    }

    static async Task<int> RunAsync(
        string old, string? made, string format, bool check, RecordedDecisions? decisions, CancellationToken cancellationToken)
    {
        if (old == ManifestInput.StandardInput && made == old) throw new UsageException("Only one of both can be standard input.");

        var folder = Directory.GetCurrentDirectory();
        var file = ComparedPlugin.Default(folder);
        var after = await ComparedPlugin.FindAsync(made ?? file, file, folder, cancellationToken);
        var before = await ComparedPlugin.FindAsync(old, after.Revision is null ? after.Path : file, folder, cancellationToken);
        if (await before.ReadAsync(folder, cancellationToken) is not { } first
            || await after.ReadAsync(folder, cancellationToken) is not { } second)
        {
            return ExitCodes.UsedWrongly;
        }

        var diff = PluginDiff.Of(first, second, decisions);
        Console.Out.Write(format switch
        {
            JsonFormat => DiffJson.Write(diff),
            Markdown => DiffMarkdown.Write(diff),
            _ => DiffText.Write(diff),
        });
        return check && !diff.IsEnough ? ExitCodes.Failed : ExitCodes.Done;
    }
}
