using System.CommandLine;

namespace Spaceforge.Cli.Commands;

static class ArgumentExtensions
{
    /// <summary>An argument that takes any number of words would also accept a misspelled option.</summary>
    public static void RefuseOptions(this Argument<string[]> argument) => argument.Validators.Add(result =>
    {
        foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..]))
        {
            result.AddError($"Unrecognized option '{token.Value}'.");
        }
    });
}
