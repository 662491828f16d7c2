namespace Spaceforge.Hosting;

/// <summary>The <c>ID=VALUE</c> of <c>--param</c> and similar options.</summary>
static class ParameterArgument
{
    public static (string Id, string Value) Parse(string argument, string option = "--param")
    {
        var separator = argument.IndexOf('=', StringComparison.Ordinal);
        // Not repeated in full, because it may contain a secret.
        return separator > 0
            ? (argument[..separator], argument[(separator + 1)..])
            : throw new UsageException($"{option} needs ID=VALUE, for example {option} api_token=abc.");
    }
}
