using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.Passcodes;

/// <summary>Tells a known word that was only stretched to the length that is asked for.</summary>
/// <remarks>
/// A passcode is a padded word when, case, width, spaces, punctuation and symbols apart, the whole of it consists of
/// <list type="bullet">
/// <item>at least one of the words, forwards or backwards, in any order and number;</item>
/// <item>digits;</item>
/// <item>one character two or more times in a row;</item>
/// <item>at the end, perhaps, the beginning of a word (<c>walletwalletwal</c>).</item>
/// </list>
/// Anything else in it, be it one letter, makes it another passcode.
/// </remarks>
internal static class WordPadding
{
    /// <summary>Shorter words are in too much text to say anything.</summary>
    public const int ShortestWord = 3;

    // Any long number holds some short ones.
    private const int ShortestNumber = 6;

    /// <summary>What is compared: the folded letters, marks and digits. Empty when there are none.</summary>
    public static string Skeleton(string text)
    {
        if (!Folding.TryFold(text, out var folded)) return "";

        var skeleton = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
        {
            if (!Rune.IsPunctuation(rune) && !Rune.IsSymbol(rune) && !Rune.IsWhiteSpace(rune) && !Folding.IsInvisible(rune)) skeleton.Append(rune);
        }

        return skeleton.ToString();
    }

    /// <summary>The words of a person's own address: the whole, both halves, what stands before a <c>+</c>, the pieces between dots and
    /// dashes, and each without its digits.</summary>
    public static IReadOnlyList<string> WordsOf(Identifier person)
    {
        var at = person.Value.IndexOf('@', StringComparison.Ordinal);
        var (local, domain) = (person.Value[..at], person.Value[(at + 1)..]);
        string[] whole = [person.Value, local, domain, local.Split('+')[0]];
        var pieces = local.Split(['.', '-', '_', '+']).Append(domain.Split('.')[0]);

        return [.. whole.Concat(pieces).Select(Skeleton).SelectMany(word => new[] { word, WithoutDigits(word) }).Distinct().Where(IsWord)];
    }

    /// <summary>Whether the whole of a skeleton is <paramref name="words"/> and padding.</summary>
    public static bool IsPadded(string skeleton, IReadOnlyList<string> words)
    {
        string[] parts = [.. words.Concat(words.Select(Reversed)).Distinct()];
        var bare = new bool[skeleton.Length + 1];    // Everything before this place is padding.
        var worded = new bool[skeleton.Length + 1];  // Everything before it is padding and at least one word.
        bare[0] = true;

        for (var i = 0; i < skeleton.Length; i++)
        {
            if (!bare[i] && !worded[i]) continue;

            var rest = skeleton.AsSpan(i);
            foreach (var part in parts)
            {
                if (rest.StartsWith(part, StringComparison.Ordinal)) worded[i + part.Length] = true;
                else if (worded[i] && part.AsSpan().StartsWith(rest, StringComparison.Ordinal)) return true;
            }

            // A run may end anywhere: its last character may begin a word.
            var run = rest.Length - rest.TrimStart(rest[0]).Length;
            for (var taken = char.IsNumber(rest[0]) ? 1 : 2; taken <= run; taken++)
            {
                bare[i + taken] |= bare[i];
                worded[i + taken] |= worded[i];
            }
        }

        return worded[^1];
    }

    private static bool IsWord(string word) => word.Length >= (word.All(char.IsNumber) ? ShortestNumber : ShortestWord);

    private static string WithoutDigits(string word) => string.Concat(word.Where(c => !char.IsNumber(c)));

    private static string Reversed(string word) => string.Concat(word.EnumerateRunes().Reverse());
}
