using CsCheck;

namespace OrleansEntry.Storage.Conformance;

/// <summary>Random appends and reads against a list.</summary>
public abstract class JournalModelConformance : ConformanceTests
{
    // Where an append begins, seen from the end; how many entries it has; which of them differs from what everybody else says.
    private static readonly Gen<(int Start, int Count, int Odd)[]> History =
        Gen.Select(Gen.Int[-6, 3], Gen.Int[1, 8], Gen.Int[0, 20]).Array[1, 25];

    private int _histories;

    [Fact]
    public async Task Any_history_behaves_like_a_list() => await History.SampleAsync(Replay, iter: 20, threads: 1);

    private async Task Replay((int Start, int Count, int Odd)[] history)
    {
        var journal = $"h{_histories++}";
        var model = new List<JournalEntry>();
        foreach (var (start, count, odd) in history)
        {
            var first = Math.Max(1, model.Count + start);
            JournalEntry[] entries = [.. Enumerable.Range(first, count).Select(n => Entry(n, isOdd: n - first == odd))];
            var known = entries.TakeWhile(e => e.Sequence <= model.Count).ToArray();
            var allowed = first <= model.Count + 1 && known.All(e => Show(e) == Show(model[(int)e.Sequence - 1]));
            if (allowed) model.AddRange(entries[known.Length..]);

            Assert.Equal(allowed ? model.Count : -1, await TryAppend(journal, entries));

            Assert.Equal(model.Count, await Backend.Journals.ReadLastSequenceAsync(journal, Cancelled));
            Assert.Equal(
                model.Skip(first - 1).Take(count).Select(Show),
                (await Backend.Journals.ReadForwardsAsync(journal, first, count, Cancelled)).Select(Show));
            Assert.Equal(
                model.AsEnumerable().Reverse().Where(e => e.Sequence < first + 2 && e.Tag == "t1").Take(3).Select(Show),
                (await Backend.Journals.ReadBackwardsAsync(journal, first + 2, 3, ["t1"], Cancelled)).Select(Show));
        }
    }

    private static JournalEntry Entry(int sequence, bool isOdd) =>
        new(sequence, $"t{sequence % 3}", (byte[])(isOdd ? [1, (byte)sequence] : [(byte)sequence]));

    private static string Show(JournalEntry entry) => $"{entry.Sequence} {entry.Tag} {Convert.ToHexString(entry.Content.Span)}";

    private async Task<long> TryAppend(string journal, JournalEntry[] entries)
    {
        try
        {
            return await Backend.Journals.AppendAsync(journal, entries, Cancelled);
        }
        catch (JournalConflictException)
        {
            return -1;
        }
    }
}
