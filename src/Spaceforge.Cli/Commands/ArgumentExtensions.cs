using System.CommandLine;

namespace Spaceforge.Cli.Commands;

static class ArgumentExtensions
{
    /// <summary>What takes any number of words would take a misspelt option too.</summary>
    public static void RefuseOptions(this Argument<string[]> argument) => argument.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..]))
        {
            result.AddError($"Unrecognized option '{token.Value}'.");
        }
    });
}
