using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Model;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Parameters;

/// <summary>Checks parameter properties: type, setter and default.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParameterPropertyAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.RequiredWithDefault, Descriptors.OptionalWithoutDefault, Descriptors.PropertyType, Descriptors.PropertyNotSettable];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) =>
        context.RegisterSymbolAction(symbol => Analyze(symbol, types), SymbolKind.Property);

    static void Analyze(SymbolAnalysisContext context, KnownTypes types)
    {
        var property = (IPropertySymbol)context.Symbol;
        if (PropertyFacts.Attribute(property, types) is not { } attribute || !types.IsPlugin(property.ContainingType)) return;

        if (property.DeclaringSyntaxReferences is not [var reference]) return;

        if (reference.GetSyntax(context.CancellationToken) is not PropertyDeclarationSyntax syntax) return;

        var type = WithoutNullable(property.Type);
        if (PropertyType.Of(NameOf(type), type.TypeKind == TypeKind.Enum) is null)
        {
            var shown = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
            Report(Descriptors.PropertyType, syntax.Type.GetLocation(), PropertyTexts.WrongType(shown));
            return;
        }

        if (property.IsStatic || property.SetMethod is null)
        {
            Report(Descriptors.PropertyNotSettable, syntax.Identifier.GetLocation(), PropertyTexts.NotSettable);
        }

        if (property.IsRequired)
        {
            if (syntax.Initializer is not { } initializer || IsNull(initializer.Value)) return;

            var value = initializer.Value is LiteralExpressionSyntax literal ? literal.Token.ValueText : initializer.Value.ToString();
            Report(
                Descriptors.RequiredWithDefault, initializer.GetLocation(),
                RuleTexts.RequiredWithDefault(value, PropertyFacts.IsSensitive(attribute)));
        }
        else if (IsEverNull(property, syntax))
        {
            Report(Descriptors.OptionalWithoutDefault, syntax.Identifier.GetLocation(), PropertyTexts.OptionalWithoutDefault);
        }

        void Report(DiagnosticDescriptor rule, Location location, string message) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, location, $"'{PropertyFacts.NameOf(attribute)}': {message}"));
    }

    // As reflection names it, as far as the rule looks.
    static string NameOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_String } => "System.String[]",
        INamedTypeSymbol
        {
            OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IReadOnlyList_T,
            TypeArguments: [{ SpecialType: SpecialType.System_String }],
        } => PropertyType.StringList,
        _ => type.SpecialType.ToString().Replace('_', '.'),
    };

    static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0] : type;

    /// <summary>Whether a new instance certainly has no value: no initializer, accessor or constructor sets one.</summary>
    static bool IsEverNull(IPropertySymbol property, PropertyDeclarationSyntax syntax) =>
        (property.Type.SpecialType == SpecialType.System_String
            || property.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        && (syntax.Initializer is null || IsNull(syntax.Initializer.Value))
        && syntax.AccessorList?.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }) == true
        && property.ContainingType.InstanceConstructors.All(constructor => constructor.IsImplicitlyDeclared);

    static bool IsNull(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax literal =>
            literal.IsKind(SyntaxKind.NullLiteralExpression) || literal.IsKind(SyntaxKind.DefaultLiteralExpression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed =>
            IsNull(suppressed.Operand),
        _ => false,
    };
}
