using System.Buffers;

namespace OrleansEntry.Storage;

/// <summary>The written limits of <see cref="IJournalStore"/>, checked alike by every backend before it does anything.</summary>
public static class JournalLimits
{
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Checks a journal's name.</summary>
    /// <param name="journal">The name.</param>
    /// <exception cref="ArgumentException">It is not 1 to 64 of <c>a-z 0-9 -</c>.</exception>
    public static void Check(string journal)
    {
        if (journal is not { Length: > 0 and <= IJournalStore.MaxNameLength } || journal.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException($"A journal's name is 1 to {IJournalStore.MaxNameLength} of a-z 0-9 -.", nameof(journal));
    }

    /// <summary>Checks the size of a page.</summary>
    /// <param name="limit">Entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not 1 to <see cref="IJournalStore.MaxEntriesPerRead"/>.</exception>
    public static void Check(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IJournalStore.MaxEntriesPerRead);
    }

    /// <summary>Checks the entries of one append.</summary>
    /// <param name="entries">What the caller gave.</param>
    /// <returns>A copy that no caller can change any more.</returns>
    /// <exception cref="ArgumentException">They are none or too many, not consecutive from 1 on, or one of them is too long or badly
    /// tagged.</exception>
    public static JournalEntry[] Checked(IReadOnlyList<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        JournalEntry[] copy = [.. entries];
        if (copy.Length is 0 or > IJournalStore.MaxEntriesPerAppend)
            throw new ArgumentException($"An append has 1 to {IJournalStore.MaxEntriesPerAppend} entries.", nameof(entries));

        for (var i = 0; i < copy.Length; i++)
        {
            var entry = copy[i];
            if (copy[0].Sequence < 1 || entry.Sequence != copy[0].Sequence + i)
                throw new ArgumentException("The entries of an append are consecutive, and the first of all is 1.", nameof(entries));
            if (entry.Content.Length > JournalEntry.MaxContentBytes)
                throw new ArgumentException($"An entry has at most {JournalEntry.MaxContentBytes} bytes.", nameof(entries));
            CheckTag(entry.Tag);
        }

        return copy;
    }

    /// <summary>Checks the tags that a reader filters by.</summary>
    /// <param name="tags">What the caller gave.</param>
    /// <returns>Each of them once.</returns>
    /// <exception cref="ArgumentException">They are too many, or one is not a tag.</exception>
    public static string[] CheckedTags(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.Count > IJournalStore.MaxTagsPerRead)
            throw new ArgumentException($"A reader filters by at most {IJournalStore.MaxTagsPerRead} tags.", nameof(tags));

        foreach (var tag in tags) CheckTag(tag);
        return [.. tags.Distinct(StringComparer.Ordinal)];
    }

    private static void CheckTag(string tag)
    {
        if (tag is not { Length: > 0 and <= JournalEntry.MaxTagLength } || tag.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new ArgumentException($"A tag is 1 to {JournalEntry.MaxTagLength} visible ASCII characters.", nameof(tag));
    }
}
