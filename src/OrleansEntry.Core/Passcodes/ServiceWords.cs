using System.Text;
using OrleansEntry.Core.Identifiers;

namespace OrleansEntry.Core.Passcodes;

/// <summary>The service's own words, which may not make up a passcode (ASVS 6.1.2, 6.2.11).</summary>
/// <remarks>The rule is <see cref="WordPadding"/>'s. The standard list is <c>service-words.txt</c>, versioned; a deployment adds
/// the names of its own brand.</remarks>
public sealed class ServiceWords
{
    private const string Resource = "OrleansEntry.Core.Passcodes.service-words.txt";

    private ServiceWords(string version, IReadOnlyList<string> words) => (Version, All) = (version, words);

    /// <summary>The list that this build carries.</summary>
    public static ServiceWords Standard { get; } = Read();

    /// <summary>Most words in a list.</summary>
    public const int MaxWords = 256;

    /// <summary>The standard list's version, for the record.</summary>
    public string Version { get; }

    /// <summary>The words, folded and without punctuation.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>This list and a deployment's own words.</summary>
    /// <param name="words">Brand and product names; case, width, spaces and punctuation do not count.</param>
    /// <exception cref="ArgumentException">A word has fewer than 3 or more than 64 letters and digits, or there are more than
    /// <see cref="MaxWords"/> in all: a fault in the configuration.</exception>
    public ServiceWords With(IEnumerable<string> words)
    {
        var all = All.Concat(words.Select(Parse)).Distinct().ToArray();
        return all.Length <= MaxWords
            ? new ServiceWords(Version, all)
            : throw new ArgumentException($"At most {MaxWords} service words are possible.", nameof(words));
    }

    private static string Parse(string word) =>
        Folding.IsWellFormed(word) && WordPadding.Skeleton(word) is { Length: >= WordPadding.ShortestWord and <= 64 } skeleton
            ? skeleton
            : throw new ArgumentException($"'{word}' is no service word: it needs 3 to 64 letters and digits.", nameof(word));

    private static ServiceWords Read()
    {
        using var resource = typeof(ServiceWords).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build carries no {Resource}.");
        using var text = new StreamReader(resource, Encoding.UTF8);

        var lines = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ServiceWords(lines[0]["# version ".Length..], [.. lines.Where(line => line[0] != '#').Select(Parse)]);
    }
}
