using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Shared.Policies;

namespace Spaceforge.Analyzers.Policies;

/// <summary>The fix of a finding, as properties of its diagnostic: a title and changes to the source.</summary>
static class BodyFix
{
    const string Title = "title";
    const string Engine = "engine";
    const string Separator = ",";

    /// <summary>The properties; empty if there is no fix, or the changes are not in literals of this file.</summary>
    public static ImmutableDictionary<string, string?> Properties(PolicyFix? fix, string body, LiteralText literal, SyntaxTree tree)
    {
        var none = ImmutableDictionary<string, string?>.Empty;
        if (fix is null) return none;
        var properties = none.Add(Title, fix.Title);
        for (var i = 0; i < fix.Edits.Count; i++)
        {
            var edit = fix.Edits[i];
            var start = BodyIndex.Of(body, edit.Line, edit.Column);
            if (literal.Change(start, edit.Length, edit.Text) is not { } change || change.Tree != tree) return none;
            var (place, length) = (change.Change.Span.Start, change.Change.Span.Length);
            properties = properties.Add(Key(i), string.Format(
                CultureInfo.InvariantCulture, "{0}{1}{2}{1}{3}", place, Separator, length, change.Change.NewText));
        }

        return properties;
    }

    /// <summary>The title and the changes; null if there is no fix.</summary>
    public static (string Title, IReadOnlyList<TextChange> Changes)? Read(ImmutableDictionary<string, string?> properties)
    {
        if (!properties.TryGetValue(Title, out var title) || title is null) return null;
        var changes = new List<TextChange>();
        for (var i = 0; properties.TryGetValue(Key(i), out var text) && text is not null; i++)
        {
            changes.Add(Change(text));
        }

        return (title, changes);
    }

    /// <summary>Adds the fix that sets the engine type instead.</summary>
    public static ImmutableDictionary<string, string?> AddEngine(
        this ImmutableDictionary<string, string?> properties, string? engine, PolicyRecord policy)
    {
        if (engine is null || policy.EngineChange(engine) is not { } change) return properties;
        return properties.Add(Engine, string.Format(
            CultureInfo.InvariantCulture, "{0}{1}{2}{1}{3}", change.Span.Start, Separator, change.Span.Length, change.NewText));
    }

    /// <summary>The change that sets the engine type; null if there is none.</summary>
    public static (string Title, TextChange Change)? ReadEngine(ImmutableDictionary<string, string?> properties)
    {
        if (!properties.TryGetValue(Engine, out var text) || text is null) return null;
        var change = Change(text);
        return (change.NewText!.Contains("RegoV1") ? "Set the engine type REGO_V1" : "Set the engine type REGO_V0", change);
    }

    static TextChange Change(string text)
    {
        var parts = text.Split([Separator], 3, StringSplitOptions.None);
        return new(new TextSpan(Number(parts[0]), Number(parts[1])), parts[2]);
    }

    static string Key(int change) => change.ToString(CultureInfo.InvariantCulture);

    static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
