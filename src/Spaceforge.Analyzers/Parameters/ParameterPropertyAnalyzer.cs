using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Spaceforge.Analyzers.Reading;
using Spaceforge.ParameterProperties;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Parameters;

/// <summary>Parameters that are properties: their type, their setter, and their default.</summary>
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

        if (property.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax(context.CancellationToken) is not PropertyDeclarationSyntax syntax) return;

        var type = property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : property.Type;
        if (PropertyType.Of(type.SpecialType.ToString().Replace('_', '.'), type.TypeKind == TypeKind.Enum) is null)
        {
            Report(Descriptors.PropertyType, syntax.Type.GetLocation(), PropertyTexts.WrongType(type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
            return;
        }

        if (property.IsStatic || property.SetMethod is null) Report(Descriptors.PropertyNotSettable, syntax.Identifier.GetLocation(), PropertyTexts.NotSettable);

        var isNothing = syntax.Initializer?.Value is null or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }
            or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } };
        if (property.IsRequired && !isNothing)
        {
            Report(
                Descriptors.RequiredWithDefault, syntax.Initializer!.GetLocation(),
                RuleTexts.RequiredWithDefault(syntax.Initializer.Value is LiteralExpressionSyntax literal ? literal.Token.ValueText : syntax.Initializer.Value.ToString(), PropertyFacts.IsSensitive(attribute)));
        }
        else if (!property.IsRequired && isNothing && HoldsNull(property) && IsAutomatic(syntax) && !property.ContainingType.InstanceConstructors.Any(constructor => !constructor.IsImplicitlyDeclared))
        {
            Report(Descriptors.OptionalWithoutDefault, syntax.Identifier.GetLocation(), PropertyTexts.OptionalWithoutDefault);
        }

        void Report(DiagnosticDescriptor rule, Location location, string message) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, location, $"'{PropertyFacts.NameOf(attribute)}': {message}"));
    }

    static bool HoldsNull(IPropertySymbol property) =>
        property.Type.SpecialType == SpecialType.System_String || property.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    // Another one has a value that its accessors make.
    static bool IsAutomatic(PropertyDeclarationSyntax syntax) =>
        syntax.AccessorList?.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }) == true;
}
