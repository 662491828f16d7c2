namespace Spaceforge.Rego;

/// <summary>Finds shadowed names, which v1 rejects.</summary>
static class ImportChecks
{
    public static void Run(Compilation compilation, RegoModule module)
    {
        var v1 = module.Version == RegoVersion.V1;
        var seen = new Dictionary<string, Import>(StringComparer.Ordinal);
        var names = compilation.NamesOfPackages[Compilation.NameOf(module.PackagePath)];
        foreach (var import in module.Imports)
        {
            if (v1 && import.Name is "data" or "input" && import.Path.Count > 1)
            {
                compilation.Error("rego_compile_error", $"import must not shadow {import.Name}: write 'as' and another name", import.Place);
            }

            if (seen.TryGetValue(import.Name, out var first))
            {
                if (v1)
                {
                    compilation.Error(
                        "rego_compile_error", $"import must not shadow import {string.Join(".", first.Path)}: write 'as' and another name",
                        import.Place);
                }
            }
            else
            {
                seen.Add(import.Name, import);
            }
        }

        foreach (var rule in module.Rules)
        {
            if (v1 && rule.Name is "data" or "input")
            {
                compilation.Error("rego_compile_error", $"rules must not shadow {rule.Name} (use a different rule name)", rule.Place);
            }

            if (seen.TryGetValue(rule.Name, out var hidden) && hidden.Path.Count > 1)
            {
                compilation.Error(
                    "rego_compile_error", $"rule {rule.Name} conflicts with import {string.Join(".", hidden.Path)}: give the import another name with 'as'", rule.Place);
                break;
            }
        }
    }
}
