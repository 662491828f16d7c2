using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Spaceforge.Tests.Conformance;

/// <summary>A parameter of a case as a property, made at run time as the compiler makes one with an initializer.</summary>
/// <param name="Parameter">What it declares.</param>
/// <param name="Variable">Its variable where the case names it; null for the one that is made from the id.</param>
sealed record ConformanceProperty(Parameter Parameter, string? Variable)
{
    Type Type => Parameter.Type switch
    {
        ParameterType.Boolean => typeof(bool),
        ParameterType.Number => Parameter.Default?.Text.Contains('.', StringComparison.Ordinal) == true ? typeof(double) : typeof(long),
        _ => typeof(string),
    };

    public static void DefineAll(TypeBuilder type, IReadOnlyList<ConformanceProperty> properties)
    {
        var initialize = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, []).GetILGenerator();
        foreach (var (i, property) in properties.Index())
        {
            var field = property.Define(type, $"P{i}");
            if (property.Parameter.Default is not { } value) continue;
            initialize.Emit(OpCodes.Ldarg_0);
            property.Load(initialize, value.Text);
            initialize.Emit(OpCodes.Stfld, field);
        }

        initialize.Emit(OpCodes.Ldarg_0);
        initialize.Emit(OpCodes.Call, typeof(ConformancePlugin).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [])!);
        initialize.Emit(OpCodes.Ret);
    }

    FieldBuilder Define(TypeBuilder type, string name)
    {
        var field = type.DefineField($"_{name}", Type, FieldAttributes.Private);
        var property = type.DefineProperty(name, PropertyAttributes.None, Type, []);
        var getter = type.DefineMethod($"get_{name}", MethodAttributes.Public | MethodAttributes.SpecialName, Type, []);
        Emit(getter, OpCodes.Ldarg_0, OpCodes.Ldfld);
        property.SetGetMethod(getter);
        var setter = type.DefineMethod($"set_{name}", MethodAttributes.Public | MethodAttributes.SpecialName, null, [Type]);
        Emit(setter, OpCodes.Ldarg_1, OpCodes.Stfld);
        property.SetSetMethod(setter);
        property.SetCustomAttribute(Attribute());
        if (Parameter.Required)
        {
            property.SetCustomAttribute(new CustomAttributeBuilder(typeof(RequiredMemberAttribute).GetConstructor([])!, []));
        }
        return field;

        void Emit(MethodBuilder method, OpCode argument, OpCode access)
        {
            var code = method.GetILGenerator();
            code.Emit(OpCodes.Ldarg_0);
            if (argument != OpCodes.Ldarg_0) code.Emit(argument);
            code.Emit(access, field);
            code.Emit(OpCodes.Ret);
        }
    }

    CustomAttributeBuilder Attribute()
    {
        (string Name, object? Value)[] given =
        [
            (nameof(ParameterAttribute.Id), Parameter.Id), (nameof(ParameterAttribute.Description), Parameter.Description),
            (nameof(ParameterAttribute.Sensitive), Parameter.Sensitive), (nameof(ParameterAttribute.Variable), Variable),
        ];
        return new CustomAttributeBuilder(
            typeof(ParameterAttribute).GetConstructor([typeof(string)])!, [Parameter.Name],
            [.. given.Select(entry => typeof(ParameterAttribute).GetProperty(entry.Name)!)], [.. given.Select(entry => entry.Value)]);
    }

    void Load(ILGenerator code, string text)
    {
        if (Type == typeof(string)) code.Emit(OpCodes.Ldstr, text);
        else if (Type == typeof(bool)) code.Emit(text == "true" ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0);
        else if (Type == typeof(long)) code.Emit(OpCodes.Ldc_I8, long.Parse(text, CultureInfo.InvariantCulture));
        else code.Emit(OpCodes.Ldc_R8, double.Parse(text, CultureInfo.InvariantCulture));
    }
}
