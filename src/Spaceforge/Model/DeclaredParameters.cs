using System.Diagnostics.CodeAnalysis;

namespace Spaceforge.Model;

/// <summary>A plugin's parameters, from properties and from its list, and the contexts that pass them to hooks.</summary>
sealed record DeclaredParameters
{
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The author's contexts; the main one also has the variables of parameter properties.</summary>
    public required IReadOnlyList<Context> Contexts { get; init; }

    /// <summary>The generated main context, if the author declared none.</summary>
    public required Context? AddedContext { get; init; }

    public required IReadOnlyList<ParameterProperty> Properties { get; init; }

    public IReadOnlyList<Context> AllContexts => AddedContext is { } added ? [.. Contexts, added] : Contexts;

    /// <param name="plugin">An instance of the plugin.</param>
    /// <param name="type">The plugin's class.</param>
    /// <param name="areSet">Whether the properties already have their values, including required ones.</param>
    public static DeclaredParameters Of(IPlugin plugin, [DynamicallyAccessedMembers(PropertyReader.Needed)] Type type, bool areSet = false)
    {
        var properties = PropertyReader.Read(plugin, type, areSet);
        // Properties of other types cannot be filled in; a separate rule reports them.
        ParameterProperty[] known = [.. properties.Where(property => property.HasKnownType)];
        var written = plugin.Contexts;
        var main = MainContext.Of(written);
        var extended = Extend(main ?? MainContext.MadeUp(plugin.Name), known);
        return new DeclaredParameters
        {
            Parameters = [.. known.Select(property => property.Parameter), .. plugin.Parameters],
            Contexts = [.. written.Select(context => ReferenceEquals(context, main) ? extended : context)],
            AddedContext = main is null ? extended : null,
            Properties = properties,
        };
    }

    static Context Extend(Context main, ParameterProperty[] properties) => main with
    {
        Env = [.. properties.Select(property => Variable.From(property.Variable, property.Parameter)), .. main.Env],
    };
}
