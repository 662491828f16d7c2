namespace Spaceforge.Hosting;

/// <summary>The <c>ID=VALUE</c> of a <c>--param</c> option, or one like it.</summary>
static class ParameterArgument
{
    public static (string Id, string Value) Parse(string argument, string option = "--param")
    {
        var separator = argument.IndexOf('=', StringComparison.Ordinal);
        // Not repeated in full: what was typed may be a secret.
        return separator > 0
            ? (argument[..separator], argument[(separator + 1)..])
            : throw new UsageException($"{option} needs ID=VALUE, for instance {option} api_token=abc.");
    }
}
