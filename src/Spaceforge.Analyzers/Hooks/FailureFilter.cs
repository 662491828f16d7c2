using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Spaceforge.Analyzers.Reading;

namespace Spaceforge.Analyzers.Hooks;

/// <summary>Whether a catch clause catches the failure of a hook, as far as its type and filter say.</summary>
static class FailureFilter
{
    /// <summary>Whether it certainly does.</summary>
    public static bool Catches(ICatchClauseOperation handler, INamedTypeSymbol failure) =>
        Covers(handler.ExceptionType, failure) && (handler.Filter is null || Value(handler.Filter, failure) == true);

    /// <summary>Whether it may.</summary>
    public static bool MayCatch(ICatchClauseOperation handler, INamedTypeSymbol failure) =>
        Covers(handler.ExceptionType, failure) && (handler.Filter is null || Value(handler.Filter, failure) != false);

    static bool Covers(ITypeSymbol? type, INamedTypeSymbol failure)
    {
        // The type of a bare catch.
        if (type is null || type.SpecialType == SpecialType.System_Object) return true;

        for (INamedTypeSymbol? current = failure; current is not null; current = current.BaseType)
        {
            if (KnownTypes.Is(current, type)) return true;
        }

        return false;
    }

    /// <summary>The filter's value for the failure of a hook that nobody has stopped; null if it depends on something else.</summary>
    static bool? Value(IOperation filter, INamedTypeSymbol failure) => filter.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: bool value } } => value,
        IParenthesizedOperation inner => Value(inner.Operand, failure),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !Value(not.Operand, failure),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } and =>
            And(Value(and.LeftOperand, failure), Value(and.RightOperand, failure)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or =>
            !And(!Value(or.LeftOperand, failure), !Value(or.RightOperand, failure)),
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => false,
        IIsTypeOperation test when IsException(test.ValueOperand) => Covers(test.TypeOperand, failure),
        IIsPatternOperation test when IsException(test.Value) => Value(test.Pattern, failure),
        _ => null,
    };

    static bool? Value(IPatternOperation pattern, INamedTypeSymbol failure) => pattern switch
    {
        INegatedPatternOperation not => !Value(not.Pattern, failure),
        ITypePatternOperation type => Covers(type.MatchedType, failure),
        IDeclarationPatternOperation { MatchedType: { } type } => Covers(type, failure),
        IRecursivePatternOperation members when !Covers(members.MatchedType, failure) => false,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and =>
            And(Value(and.LeftPattern, failure), Value(and.RightPattern, failure)),
        IBinaryPatternOperation or => !And(!Value(or.LeftPattern, failure), !Value(or.RightPattern, failure)),
        _ => null,
    };

    static bool? And(bool? left, bool? right) =>
        left == false || right == false ? false : left is null || right is null ? null : true;

    static bool IsException(IOperation value) =>
        value.Bare() is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declared] }
        && declared.GetSyntax() is CatchDeclarationSyntax;
}
