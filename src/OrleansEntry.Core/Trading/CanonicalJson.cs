using System.Text;
using System.Text.Json;

namespace OrleansEntry.Core.Trading;

/// <summary>One text for each JSON value (JSON Canonicalization Scheme, RFC 8785): members in the order of their names' UTF-16 units, no
/// white space, numbers as ECMAScript writes them, strings with the fewest escapes.</summary>
public static class CanonicalJson
{
    /// <summary>The canonical text.</summary>
    /// <param name="value">A value of I-JSON (RFC 7493): no name twice, no lone surrogates, no number that a double cannot hold.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMembers(value, text);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    if (text[^1] != '[') text.Append(',');
                    Write(item, text);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(TextOf(value), text);
                break;
            case JsonValueKind.Number:
                text.Append(value.TryGetDouble(out var number) && double.IsFinite(number)
                    ? EcmaNumber.Write(number)
                    : throw new FormatException("A number is beyond what a double holds."));
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                text.Append(value.GetRawText());
                break;
            default:
                throw new FormatException("There is no value.");
        }
    }

    private static void WriteMembers(JsonElement value, StringBuilder text)
    {
        var members = value.EnumerateObject().Select(member => (Name: NameOf(member), member.Value)).ToList();
        members.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));

        text.Append('{');
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name) throw new FormatException("A name is there twice.");
            if (i > 0) text.Append(',');
            WriteString(members[i].Name, text);
            text.Append(':');
            Write(members[i].Value, text);
        }

        text.Append('}');
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", null)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    // The parser says that a text is no text (a lone surrogate) by throwing when it is read.
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("A string is no text.");
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("A name is no text.");
        }
    }
}
