using System.Text;

namespace OrleansEntry.Core.Trading;

/// <summary>Says in one sentence what is to be approved. What the sentence leaves out stands in the facts beside it.</summary>
public static class OperationSentence
{
    /// <summary>Longest value inside a sentence, in UTF-16 code units; a longer one is shortened in its middle, and whole in the
    /// facts. Fixed: a sentence is one line on a small screen.</summary>
    public const int MaxValue = 64;

    /// <summary>The sentence.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="details">What of.</param>
    /// <remarks>A template that names a member which is not there says less than it seems to: then the operation's bare name is said,
    /// and the facts say the rest.</remarks>
    public static string Of(OperationPolicy operation, OperationDetails details)
    {
        var sentence = new StringBuilder();
        var template = operation.Sentence;
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0) return sentence.Append(template, at, template.Length - at).ToString();

            sentence.Append(template, at, open - at);
            var name = template[(open + 1)..close];
            if (details.Facts.FirstOrDefault(f => f.Name == name) is not { } fact) return $"Approve “{operation.Name}”";

            sentence.Append(Shorten(fact.Value));
            at = close + 1;
        }

        return sentence.ToString();
    }

    private static string Shorten(string value) => value.Length <= MaxValue
        ? value
        : Cut(value);

    // Never between the halves of one character.
    private static string Cut(string value)
    {
        var (head, tail) = (MaxValue / 2, value.Length - (MaxValue / 2) + 1);
        if (char.IsLowSurrogate(value[head])) head--;
        if (char.IsLowSurrogate(value[tail])) tail++;
        return $"{value[..head]}…{value[tail..]}";
    }
}
