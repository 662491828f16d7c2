using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Spaceforge.Tests.Shared.Properties;

namespace Spaceforge.Tests.Manifests;

/// <summary>Public, because an assembly that is made at run time uses it.</summary>
public enum AnySize
{
    Small,
    Large = 7,
    _x = -1,
    É = 100,
}

/// <summary>Classes of plugins with any parameters as properties. Their initial values are the defaults.</summary>
sealed class AnyProperties(Choices choices)
{
    static readonly Type[] Types =
    [
        typeof(string), typeof(bool), typeof(bool?), typeof(sbyte), typeof(byte?), typeof(short), typeof(ushort?), typeof(int),
        typeof(uint?), typeof(long), typeof(ulong?), typeof(float), typeof(double?), typeof(decimal), typeof(AnySize), typeof(AnySize?),
        typeof(string[]), typeof(IReadOnlyList<string>),
    ];

    static readonly string[] Integers = ["0", "1", "-1", "100", "127", "-128", "255", "65535", "2147483647", "9223372036854775807"];
    static readonly double[] Doubles = [0, 0.1, -1.5e-7, 1e21, 5e-324, double.MaxValue, -0.0, 1e-45f, float.MaxValue];
    static readonly string[] Decimals = ["0", "0.30", "-0.0001", "79228162514264337593543950335", "1.0"];

    /// <summary>A subclass of <see cref="TestPlugin"/>, or that itself if it has no properties.</summary>
    public Type Class()
    {
        var properties = choices.Many(0, 3, () => choices.Of(Types));
        if (properties.Length == 0) return typeof(TestPlugin);

        var type = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("properties"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("properties").DefineType("PropertyPlugin", TypeAttributes.Public, typeof(TestPlugin));
        type.DefineDefaultConstructor(MethodAttributes.Public);
        foreach (var (i, property) in properties.Index()) Define(type, $"Property{i}", property);
        return type.CreateType();
    }

    /// <summary>Gives properties of a plugin their initial values.</summary>
    public void Initialize(TestPlugin plugin)
    {
        if (plugin.GetType() == typeof(TestPlugin)) return;

        foreach (var property in plugin.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            if (!choices.OneIn(4)) property.SetValue(plugin, Value(property.PropertyType));
        }
    }

    void Define(TypeBuilder type, string name, Type of)
    {
        const MethodAttributes Accessor = MethodAttributes.Public | MethodAttributes.SpecialName | MethodAttributes.HideBySig;
        var field = type.DefineField($"_{name}", of, FieldAttributes.Private);
        var getter = type.DefineMethod($"get_{name}", Accessor, of, []);
        var body = getter.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldfld, field);
        body.Emit(OpCodes.Ret);
        var setter = type.DefineMethod($"set_{name}", Accessor, null, [of]);
        body = setter.GetILGenerator();
        body.Emit(OpCodes.Ldarg_0);
        body.Emit(OpCodes.Ldarg_1);
        body.Emit(OpCodes.Stfld, field);
        body.Emit(OpCodes.Ret);

        var property = type.DefineProperty(name, PropertyAttributes.None, of, null);
        property.SetGetMethod(getter);
        property.SetSetMethod(setter);
        property.SetCustomAttribute(Attribute());
        if (choices.OneIn(3))
        {
            property.SetCustomAttribute(new CustomAttributeBuilder(typeof(RequiredMemberAttribute).GetConstructor([])!, []));
        }
    }

    CustomAttributeBuilder Attribute()
    {
        (string Name, object? Value)[] named =
        [
            (nameof(ParameterAttribute.Id), choices.Of(null, AnyText.WordsOf(choices), "{name}_id")),
            (nameof(ParameterAttribute.Description), AnyText.Of(choices)),
            (nameof(ParameterAttribute.Sensitive), choices.OneIn(3)),
            (nameof(ParameterAttribute.Variable), choices.Of(null, null, "THE_VARIABLE")),
        ];
        return new CustomAttributeBuilder(
            typeof(ParameterAttribute).GetConstructor([typeof(string)])!, [AnyText.WordsOf(choices)],
            [.. named.Select(one => typeof(ParameterAttribute).GetProperty(one.Name)!)], [.. named.Select(one => one.Value)]);
    }

    object? Value(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Value(inner);
        if (type == typeof(string)) return AnyText.Of(choices);
        if (type == typeof(bool)) return choices.OneIn(2);
        if (type.IsEnum) return choices.Of(Enum.GetValues<AnySize>());
        if (type == typeof(string[]) || type == typeof(IReadOnlyList<string>)) return choices.Many(0, 3, Item);
        if (type == typeof(double)) return choices.Of(Doubles);
        if (type == typeof(float)) return (float)Math.Clamp(choices.Of(Doubles), float.MinValue, float.MaxValue);
        if (type == typeof(decimal)) return decimal.Parse(choices.Of(Decimals), CultureInfo.InvariantCulture);

        var number = decimal.Parse(choices.Of(Integers), CultureInfo.InvariantCulture);
        try
        {
            return Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return Convert.ChangeType(1, type, CultureInfo.InvariantCulture);
        }
    }

    /// <summary>As installers write them: commas and line breaks separate items.</summary>
    string Item() => AnyText.WordsOf(choices).Replace(',', ';').Trim() is { Length: > 0 } item ? item : "x";
}
