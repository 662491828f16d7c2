namespace Spaceforge.Cli.RuntimeConfiguration;

/// <summary>Finds the runtime configuration of a simulated run.</summary>
/// <param name="Source">The repository; null if there is none.</param>
/// <param name="Stack">The stack's slug, or in a module test the id or name of the test case; null for none.</param>
/// <param name="IsTest">Whether a module is tested.</param>
/// <param name="Labels">The stack's labels.</param>
/// <param name="Single">The name and the text of the configuration of this run; null for none.</param>
sealed record RunConfiguration(string? Source, string? Stack, bool IsTest, IReadOnlyList<string> Labels, (string Name, string Yaml)? Single)
{
    /// <param name="projectRoot">The project root of the stack's settings; empty for none.</param>
    /// <param name="variables">The variables of the stack's settings.</param>
    /// <exception cref="UsageException">A file cannot be used; the message lists all its mistakes.</exception>
    public RunSettings Read(string projectRoot, IReadOnlyDictionary<string, string> variables)
    {
        var warnings = new List<string>();
        var file = Source is null ? null : RuntimeConfigFile.Read(Source, projectRoot, warnings.Add);
        if (file is not null && Labels.Contains(RuntimeConfigFile.IgnoringLabel))
        {
            warnings.Add($"{RuntimeConfigFile.Path} is not used: the stack has the label {RuntimeConfigFile.IgnoringLabel}.");
            file = null;
        }

        var (single, problems) = Single is var (name, yaml) ? RuntimeConfigFile.ParseBlock(yaml, name) : (null, []);
        problems = [.. file?.Problems ?? [], .. problems];
        if (problems.Any(problem => problem.IsError))
        {
            throw new UsageException($"The runtime configuration is not valid:\n{string.Join('\n', problems)}");
        }

        var own = Own(file, warnings);
        var settings = RunSettings.Of(file?.Version
            ?? 1, single, own, IsTest ? file?.TestDefaults : file?.StackDefaults, projectRoot, variables);
        return settings with
        {
            Version = file?.Version,
            Warnings = [.. problems.Select(problem => problem.ToString()), .. warnings, .. settings.Warnings],
        };
    }

    SettingsBlock? Own(RuntimeConfigFile? file, List<string> warnings)
    {
        if (file is null) return null;

        var known = IsTest ? [.. file.Tests] : file.Stacks.Keys.ToArray();
        var kind = IsTest ? "tests" : "stacks";
        if (Stack is null)
        {
            if (known.Length > 0)
            {
                warnings.Add($"{RuntimeConfigFile.Path} has {kind} of its own for {string.Join(", ", known)}. Choose one with --stack.");
            }
            return null;
        }

        var own = IsTest ? file.Test(Stack) : file.Stacks.GetValueOrDefault(Stack);
        if (own is null && known.Length > 0)
        {
            warnings.Add($"{RuntimeConfigFile.Path} has no entry for '{Stack}' in '{kind}', which has {string.Join(", ", known)}.");
        }

        return own;
    }
}
