using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;
using Spaceforge.Validation;

namespace Spaceforge.Analyzers.Parameters;

/// <summary>Checks parameters that are declared in full: required, default, and the default's type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParameterAnalyzer : PluginAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.RequiredWithDefault, Descriptors.OptionalWithoutDefault, Descriptors.DefaultType];

    private protected override void Register(CompilationStartAnalysisContext context, KnownTypes types) => context.RegisterOperationAction(
        operation =>
        {
            if (KnownTypes.Is(operation.Operation.Type, types.Parameter)) Analyze(operation, types);
        },
        OperationKind.ObjectCreation, OperationKind.With);

    static void Analyze(OperationAnalysisContext context, KnownTypes types)
    {
        // The source of a 'with' expression is not a complete parameter.
        if (context.Operation.Parent is IWithOperation) return;

        var model = context.Operation.SemanticModel!;
        if (RecordSource.Of(context.Operation, model, context.CancellationToken) is not { } parameter) return;

        var required = parameter["Required"] is { } flag ? flag.Flag() : false;
        var secret = parameter["Sensitive"] is { } sensitive && sensitive.Flag() != false;
        var name = parameter["Name"].Text();
        if (parameter["Default"] is not { } value || value.IsNull())
        {
            if (required == false && IsFinished(context))
            {
                Report(Descriptors.OptionalWithoutDefault, context.Operation.Head(), RuleTexts.OptionalWithoutDefault);
            }
            return;
        }

        if (required == true)
        {
            Report(Descriptors.RequiredWithDefault, parameter.Place("Default", value).Syntax.GetLocation(), RuleTexts.RequiredWithDefault(
                Shown(value), secret));
        }

        if (TypeOf(value, types) is not { } given || Wanted(parameter) is not { } wanted) return;

        if (given != wanted)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.DefaultType, value.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add("type", given.ToString()),
                Named(name, RuleTexts.DefaultType(wanted, given, Shown(value), secret))));
        }
        else if (value.Bare().ConstantValue.Value is double number && (double.IsNaN(number) || double.IsInfinity(number)))
        {
            Report(Descriptors.DefaultType, value.Syntax.GetLocation(), RuleTexts.DefaultNotFinite(Shown(value), secret));
        }

        void Report(DiagnosticDescriptor rule, Location location, string message) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, location, Named(name, message)));
    }

    static string Named(string? name, string message) => name is null ? message : $"'{name}': {message}";

    static string Shown(IOperation value) => value.Bare().ConstantValue switch
    {
        { HasValue: true, Value: bool flag } => flag ? "true" : "false",
        { HasValue: true, Value: IFormattable number } => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        { HasValue: true, Value: { } other } => other.ToString(),
        _ => value.Bare().Syntax.ToString(),
    };

    static ParameterType? Wanted(RecordSource parameter) => parameter["Type"] switch
    {
        null => ParameterType.String,
        { ConstantValue: { HasValue: true, Value: int type } } => (ParameterType)type,
        _ => null,
    };

    /// <summary>The type of a default, derived from the conversion; null if there is none.</summary>
    static ParameterType? TypeOf(IOperation value, KnownTypes types)
    {
        for (var operation = value; operation is IConversionOperation conversion; operation = conversion.Operand)
        {
            if (!KnownTypes.Is(conversion.OperatorMethod?.ContainingType, types.ParameterValue)) continue;

            return conversion.OperatorMethod!.Parameters[0].Type.SpecialType switch
            {
                SpecialType.System_String => ParameterType.String,
                SpecialType.System_Boolean => ParameterType.Boolean,
                _ => ParameterType.Number,
            };
        }

        return null;
    }

    /// <summary>Whether nothing is set later, by a caller or by a 'with' expression.</summary>
    static bool IsFinished(OperationAnalysisContext context)
    {
        if (context.IsMadeByFunction()) return false;

        if (context.Operation.Syntax.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { } field) return true;

        return !field.SyntaxTree.GetRoot(context.CancellationToken).DescendantNodes().OfType<WithExpressionSyntax>()
            .Any(with => with.Expression is IdentifierNameSyntax name && name.Identifier.ValueText == field.Identifier.ValueText);
    }
}
