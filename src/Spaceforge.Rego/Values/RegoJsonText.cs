using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Values as canonical JSON.</summary>
static class RegoJsonText
{
    public static void Write(StringBuilder text, RegoValue value)
    {
        switch (value)
        {
            case RegoArray array:
                List(text, array.Items);
                break;
            case RegoSet set:
                List(text, set.Items);
                break;
            case RegoObject members:
                Members(text, members);
                break;
            default:
                Scalar(text, value);
                break;
        }
    }

    public static void Scalar(StringBuilder text, RegoValue value)
    {
        switch (value)
        {
            case RegoNull:
                text.Append("null");
                break;
            case RegoBoolean boolean:
                text.Append(boolean.Value ? "true" : "false");
                break;
            case RegoNumber number:
                text.Append(number.Text);
                break;
            case RegoString characters:
                Quote(text, characters.Value);
                break;
        }
    }

    public static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            switch (character)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ' or '\u2028' or '\u2029':
                    text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }

        text.Append('"');
    }

    static void List(StringBuilder text, RegoValue[] items)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(',');
            Write(text, items[i]);
        }

        text.Append(']');
    }

    static void Members(StringBuilder text, RegoObject members)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        text.Append('{');
        for (var i = 0; i < members.Keys.Length; i++)
        {
            if (i > 0) text.Append(',');
            Quote(text, members.Keys[i] is RegoString key ? key.Value : members.Keys[i].ToJson());
            text.Append(':');
            Write(text, members.Values[i]);
        }

        text.Append('}');
    }
}
