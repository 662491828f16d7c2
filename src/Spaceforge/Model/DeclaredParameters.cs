using System.Diagnostics.CodeAnalysis;

namespace Spaceforge.Model;

/// <summary>The parameters of a plugin and the contexts that hand them to hooks: those of its properties, and those it lists.</summary>
sealed record DeclaredParameters
{
    public required IReadOnlyList<Parameter> Parameters { get; init; }

    /// <summary>The contexts that the author wrote; the main one has the variables of the properties too.</summary>
    public required IReadOnlyList<Context> Contexts { get; init; }

    /// <summary>The main context, where the author wrote none.</summary>
    public required Context? AddedContext { get; init; }

    public required IReadOnlyList<ParameterProperty> Properties { get; init; }

    public IReadOnlyList<Context> AllContexts => AddedContext is { } added ? [.. Contexts, added] : Contexts;

    /// <param name="plugin">An instance of the plugin.</param>
    /// <param name="type">The plugin's class.</param>
    /// <param name="areSet">Whether the properties have their values already, even the required ones.</param>
    public static DeclaredParameters Of(IPlugin plugin, [DynamicallyAccessedMembers(PropertyReader.Needed)] Type type, bool areSet = false)
    {
        var properties = PropertyReader.Read(plugin, type, areSet);
        // Of another one there is nothing to fill in; a rule of its own says so.
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

    static Context Extend(Context main, ParameterProperty[] properties) => properties.Length == 0 ? main : main with
    {
        Env = [.. properties.Select(property => Variable.From(property.Variable, property.Parameter)), .. main.Env],
    };
}
