using Spaceforge.Cli.Manifests;
using Spaceforge.Cli.Parameters;
using Spaceforge.Definitions;
using Spaceforge.Hosting;
using Spaceforge.Launching;
using Spaceforge.Manifests;
using Spaceforge.Validation;

namespace Spaceforge.Cli.Simulating;

/// <summary>What manifests become when they are installed with these parameters.</summary>
sealed class Installation
{
    readonly List<string> _errors = [];
    readonly List<string> _secrets = [];
    readonly List<UsedParameter> _used = [];
    readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    readonly Dictionary<string, MountedFile> _files = new(StringComparer.Ordinal);

    Installation(IReadOnlyList<AttachedContext> contexts) => Contexts = contexts;

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<AttachedContext> Contexts { get; }

    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>Mounted files by absolute path.</summary>
    public IReadOnlyDictionary<string, MountedFile> Files => _files;

    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>The parameters of all plugins, in their order.</summary>
    public IReadOnlyList<UsedParameter> Parameters => _used;

    /// <exception cref="UsageException">Spacelift would reject it; the message lists all errors.</exception>
    /// <param name="manifests">The plugins.</param>
    /// <param name="parameters">Parameters by id, or by PLUGIN/ID.</param>
    /// <param name="read">Reads an environment variable.</param>
    public static Installation Of(
        IReadOnlyList<ManifestFile> manifests, IReadOnlyList<GivenParameter> parameters, Func<string, string?> read)
    {
        var installation = new Installation(AttachedContext.Sort(manifests.SelectMany(
            file => file.Manifest.Contexts.Select(context => new AttachedContext(file.Manifest.Name, context)))));
        installation.CheckKnown(manifests, parameters);
        // The platform does not document which of two attached contexts' variables wins: here, the context whose hooks run first.
        var values = manifests.ToDictionary(
            file => file,
            file => installation.Values(file, parameters, read),
            (IEqualityComparer<ManifestFile>)ReferenceEqualityComparer.Instance);
        foreach (var attached in installation.Contexts)
        {
            var file = manifests.First(file => file.Manifest.Contexts.Contains(attached.Context, ReferenceEqualityComparer.Instance));
            foreach (var variable in attached.Context.Env) installation.Set(file, variable, values[file]);
            foreach (var mounted in attached.Context.MountedFiles) installation.Mount(mounted);
        }

        if (installation._errors.Count > 0) throw new UsageException(string.Join('\n', installation._errors.Distinct()));

        return installation;
    }

    void CheckKnown(IReadOnlyList<ManifestFile> manifests, IReadOnlyList<GivenParameter> parameters)
    {
        var known = manifests.SelectMany(file => file.Manifest.Parameters.SelectMany(
            parameter => Names(file, parameter))).ToHashSet();
        foreach (var id in parameters.Select(parameter => parameter.Id).Where(id => !known.Contains(id)))
        {
            _errors.Add(known.Count == 0
                ? $"--param {id}: there are no parameters."
                : $"--param {id}: unknown parameter; the plugin has {string.Join(", ", manifests.SelectMany(
                    file => file.Manifest.Parameters).Select(parameter => parameter.Id).Distinct())}.");
        }
    }

    Dictionary<string, string> Values(ManifestFile file, IReadOnlyList<GivenParameter> given, Func<string, string?> read)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var variables = file.Manifest.Contexts.SelectMany(context => context.Env).ToLookup(variable => variable.ValueFromParameter);
        foreach (var parameter in file.Manifest.Parameters)
        {
            var (id, keys) = (parameter.Id, variables[parameter.Id].Select(variable => variable.Key).Distinct());
            var typed = Names(file, parameter)
                .Select(name => given.LastOrDefault(entry => entry.Id == name)).FirstOrDefault(entry => entry is not null);
            var found = typed is null ? ParameterVariables.Find(id, keys, read) : null;
            var value = typed?.Value ?? (found is null ? parameter.Default?.Text : read(found));
            values[id] = value ?? "";
            if (value is null)
            {
                if (parameter.Required) _errors.Add(Missing(file, parameter, keys));
                _used.Add(new UsedParameter(file.Manifest.Name, id, null, parameter.Sensitive, "not set"));
                continue;
            }

            if (ParameterTypeCheck.Mistake(parameter.Name, id, parameter.Type, parameter.Sensitive, value) is { } mistake)
            {
                _errors.Add(found is null ? mistake : $"{mistake} The value is that of the environment variable {found}.");
            }

            if (parameter.Sensitive) _secrets.Add(value);
            var origin = typed?.Origin ?? (found is null ? "default" : $"variable {found}");
            _used.Add(new UsedParameter(file.Manifest.Name, id, parameter.Sensitive ? null : value, parameter.Sensitive, origin)
            {
                IsImplicit = found is not null,
            });
        }

        return values;
    }

    /// <summary>What a parameter may be called, the first one first. Ids of the Python SDK may be UUIDs, so the name will do.</summary>
    static string[] Names(ManifestFile file, ManifestParameter parameter) =>
        [$"{file.Manifest.Name}/{parameter.Id}", parameter.Id, $"{file.Manifest.Name}/{parameter.Name}", parameter.Name];

    // Other users of the machine see command lines.
    static string Missing(ManifestFile file, ManifestParameter parameter, IEnumerable<string> keys)
    {
        var variables = keys.Prepend(parameter.Id.ToUpperInvariant()).Where(ContextRules.IsPortable).Distinct().ToArray();
        var id = Guid.TryParse(parameter.Id, out _) ? parameter.Name : parameter.Id;
        var word = ShellWord.Quote(id);
        var option = parameter.Sensitive ? $"--param-env {word}=VARIABLE" : $"--param {word}=VALUE";
        return $"The parameter '{parameter.Name}' of {file.Manifest.Name} is required and has no value. Use {option}"
            + $"{(variables.Length == 0 ? "" : $", or export {string.Join(" or ", variables)}")}.";
    }

    void Set(ManifestFile file, ManifestVariable variable, Dictionary<string, string> values)
    {
        var value = variable.Value ?? "";
        if (variable.ValueFromParameter is { } id)
        {
            value = values[id];
        }

        if (!ContextRules.IsPortable(variable.Key))
        {
            _errors.Add(
                file.Problem(
                    variable,
                    Rules.VariableKeyNotPortable, $"'{variable.Key}' is not a valid variable name: use letters, digits and '_', not starting with a digit.")
                        .ToString());
        }

        if (value.Contains('\n', StringComparison.Ordinal))
        {
            _errors.Add(
                file.Problem(
                    variable,
                    Rules.VariableNewline, $"The value of the variable '{variable.Key}' contains a line break, which Spacelift does not allow; mount a file instead.").ToString());
        }

        if (variable.Sensitive) _secrets.Add(value);
        _variables[variable.Key] = value;
    }

    void Mount(MountedFile mounted)
    {
        if (mounted.Sensitive) _secrets.Add(mounted.Content);
        _files[WorkerPaths.Resolve(mounted.Path)!] = mounted;
    }
}
