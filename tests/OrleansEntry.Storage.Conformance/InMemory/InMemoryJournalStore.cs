namespace OrleansEntry.Storage.Conformance.InMemory;

/// <summary>The plainest journals that keep the promise: a list each.</summary>
internal sealed class InMemoryJournalStore : IJournalStore
{
    private readonly Dictionary<string, List<JournalEntry>> _journals = [];
    private readonly Lock _turn = new();

    public Task<long> AppendAsync(string journal, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default) =>
        Run(journal, stored =>
        {
            JournalEntry[] copy = JournalLimits.Checked(entries);
            if (copy[0].Sequence > stored.Count + 1) throw new JournalConflictException("That would leave a gap.");

            var known = copy.TakeWhile(e => e.Sequence <= stored.Count).ToArray();
            if (known.Any(e => !AreSame(e, stored[(int)e.Sequence - 1]))) throw new JournalConflictException("There is another entry.");

            stored.AddRange(copy[known.Length..]);
            return (long)stored.Count;
        });

    public Task<IReadOnlyList<JournalEntry>> ReadBackwardsAsync(
        string journal, long before, int limit, IReadOnlyList<string> tags, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<JournalEntry>>(journal, stored =>
        {
            JournalLimits.Check(limit);
            var wanted = JournalLimits.CheckedTags(tags);
            return [.. stored.Where(e => e.Sequence < before && (wanted.Length == 0 || wanted.Contains(e.Tag))).Reverse().Take(limit)];
        });

    public Task<IReadOnlyList<JournalEntry>> ReadForwardsAsync(
        string journal, long from, int limit, CancellationToken cancellationToken = default) =>
        Run<IReadOnlyList<JournalEntry>>(journal, stored =>
        {
            JournalLimits.Check(limit);
            return [.. stored.Where(e => e.Sequence >= from).Take(limit)];
        });

    public Task<long> ReadLastSequenceAsync(string journal, CancellationToken cancellationToken = default) =>
        Run(journal, stored => (long)stored.Count);

    public Task DeleteAsync(string journal, CancellationToken cancellationToken = default) =>
        Run(journal, stored =>
        {
            stored.Clear();
            return 0;
        });

    private static bool AreSame(JournalEntry one, JournalEntry other) =>
        one.Tag == other.Tag && one.Content.Span.SequenceEqual(other.Content.Span);

    // Yields, so that readers and writers interleave as they would anywhere else.
    private async Task<T> Run<T>(string journal, Func<List<JournalEntry>, T> act)
    {
        await Task.Yield();
        JournalLimits.Check(journal);
        lock (_turn)
        {
            if (!_journals.TryGetValue(journal, out var stored)) _journals[journal] = stored = [];
            return act(stored);
        }
    }
}
