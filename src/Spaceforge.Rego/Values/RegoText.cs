using System.Runtime.CompilerServices;
using System.Text;

namespace Spaceforge.Rego;

/// <summary>Formats values in Rego's syntax.</summary>
static class RegoText
{
    public static void Write(StringBuilder text, RegoValue value)
    {
        switch (value)
        {
            case RegoArray array:
                List(text, '[', array.Items, ']');
                break;
            case RegoSet { Count: 0 }:
                text.Append("set()");
                break;
            case RegoSet set:
                List(text, '{', set.Items, '}');
                break;
            case RegoObject members:
                RuntimeHelpers.EnsureSufficientExecutionStack();
                text.Append('{');
                for (var i = 0; i < members.Keys.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    Write(text, members.Keys[i]);
                    text.Append(": ");
                    Write(text, members.Values[i]);
                }

                text.Append('}');
                break;
            default:
                RegoJsonText.Scalar(text, value);
                break;
        }
    }

    static void List(StringBuilder text, char open, RegoValue[] items, char close)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        text.Append(open);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(", ");
            Write(text, items[i]);
        }

        text.Append(close);
    }
}
