using System.Text;

namespace OrleansEntry.Storage.Conformance;

/// <summary>What <see cref="IJournalStore"/> promises, of any backend.</summary>
public abstract class JournalConformance : ConformanceTests
{
    private IJournalStore Journals => Backend.Journals;

    [Fact]
    public async Task An_empty_journal_has_no_entries_and_ends_at_zero()
    {
        Assert.Equal(0, await Journals.ReadLastSequenceAsync("a", Cancelled));
        Assert.Empty(await Journals.ReadBackwardsAsync("a", long.MaxValue, 10, [], Cancelled));
        Assert.Empty(await Journals.ReadForwardsAsync("a", 1, 10, Cancelled));
    }

    [Fact]
    public async Task Entries_come_back_as_they_were_in_both_directions()
    {
        JournalEntry[] entries = [new(1, "login", new byte[] { 0, 255, 1 }), new(2, "x~!", ReadOnlyMemory<byte>.Empty),
            new(3, new string('t', 64), new byte[JournalEntry.MaxContentBytes])];

        var last = await Journals.AppendAsync("a", entries, Cancelled);

        Assert.Equal(3, last);
        AssertSame(entries, await Journals.ReadForwardsAsync("a", 1, 10, Cancelled));
        AssertSame([.. entries.Reverse()], await Journals.ReadBackwardsAsync("a", long.MaxValue, 10, [], Cancelled));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public async Task A_gap_is_refused_and_nothing_is_written(long first)
    {
        await Assert.ThrowsAsync<JournalConflictException>(() => Journals.AppendAsync("a", Entries(first, 2), Cancelled));

        Assert.Equal(0, await Journals.ReadLastSequenceAsync("a", Cancelled));
    }

    [Fact]
    public async Task Repeating_an_append_changes_nothing_and_a_longer_repeat_adds_the_rest()
    {
        await Journals.AppendAsync("a", Entries(1, 3), Cancelled);

        Assert.Equal(3, await Journals.AppendAsync("a", Entries(1, 3), Cancelled));
        Assert.Equal(3, await Journals.AppendAsync("a", Entries(2, 1), Cancelled));
        Assert.Equal(5, await Journals.AppendAsync("a", Entries(2, 4), Cancelled));

        AssertSame(Entries(1, 5), await Journals.ReadForwardsAsync("a", 1, 10, Cancelled));
    }

    [Theory]
    [InlineData("tag", "other")]
    [InlineData("other", "content 2")]
    public async Task Another_entry_under_a_stored_sequence_is_refused_and_nothing_is_written(string tag, string content)
    {
        await Journals.AppendAsync("a", Entries(1, 2), Cancelled);
        JournalEntry[] contradiction = [.. Entries(1, 1), new(2, tag, Encoding.UTF8.GetBytes(content)), .. Entries(3, 1)];

        await Assert.ThrowsAsync<JournalConflictException>(() => Journals.AppendAsync("a", contradiction, Cancelled));

        AssertSame(Entries(1, 2), await Journals.ReadForwardsAsync("a", 1, 10, Cancelled));
    }

    [Fact]
    public async Task Journals_do_not_see_each_other()
    {
        await Journals.AppendAsync("a", Entries(1, 2), Cancelled);
        await Journals.AppendAsync("a-b", Entries(1, 5), Cancelled);

        Assert.Equal(2, await Journals.ReadLastSequenceAsync("a", Cancelled));
        Assert.Equal(5, (await Journals.ReadForwardsAsync("a-b", 0, 10, Cancelled)).Count);
    }

    [Fact]
    public async Task Of_many_appenders_of_the_same_entries_all_succeed_and_one_of_each_is_kept()
    {
        var lasts = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Journals.AppendAsync("a", Entries(1, 10), Cancelled)));

        Assert.All(lasts, last => Assert.Equal(10, last));
        AssertSame(Entries(1, 10), await Journals.ReadForwardsAsync("a", 1, 100, Cancelled));
    }

    [Fact]
    public async Task Of_two_appenders_who_disagree_one_is_refused_and_the_others_entries_are_whole()
    {
        JournalEntry[][] versions = [Entries(1, 50), [.. Entries(1, 50).Select(e => e with { Tag = "other" })]];

        var outcomes = await Task.WhenAll(versions.Select(async entries =>
        {
            try { return await Journals.AppendAsync("a", entries, Cancelled) == 50 ? entries : null; }
            catch (JournalConflictException) { return null; }
        }));

        AssertSame(Assert.Single(outcomes, entries => entries is not null)!, await Journals.ReadForwardsAsync("a", 1, 100, Cancelled));
    }

    [Fact]
    public async Task A_reader_never_sees_a_gap_while_two_writers_append_the_same_history()
    {
        var writers = Task.WhenAll(AppendInChunks(300, 7), AppendInChunks(300, 11));
        var pages = 0;
        for (var done = false; !done; pages++)
        {
            done = writers.IsCompleted;
            var backwards = (await Journals.ReadBackwardsAsync("a", long.MaxValue, 1_000, [], Cancelled)).Select(e => e.Sequence).ToArray();
            Assert.Equal(Enumerable.Range(1, backwards.Length).Reverse().Select(n => (long)n), backwards);

            var forwards = (await Journals.ReadForwardsAsync("a", 1, 1_000, Cancelled)).Select(e => e.Sequence).ToArray();
            Assert.Equal(Enumerable.Range(1, forwards.Length).Select(n => (long)n), forwards);
            Assert.True(forwards.Length >= backwards.Length, "an entry that was read is gone");
            Assert.InRange(await Journals.ReadLastSequenceAsync("a", Cancelled), forwards.Length, 300);
        }

        await writers;
        Assert.True(pages > 1, "nothing was read during the writes");
        AssertSame(Entries(1, 300), await Journals.ReadForwardsAsync("a", 1, 1_000, Cancelled));
    }

    [Fact]
    public async Task Ten_thousand_entries_are_read_in_pages_without_loss_in_both_directions()
    {
        for (var first = 1; first <= 10_000; first += 100) await Journals.AppendAsync("a", Entries(first, 100), Cancelled);

        var backwards = new List<long>();
        for (var before = long.MaxValue; (await Journals.ReadBackwardsAsync("a", before, 999, [], Cancelled)) is { Count: > 0 } page;
            before = page[^1].Sequence)
            backwards.AddRange(page.Select(e => e.Sequence));
        var forwards = new List<long>();
        for (var from = 1L; (await Journals.ReadForwardsAsync("a", from, 1_000, Cancelled)) is { Count: > 0 } page;
            from = page[^1].Sequence + 1)
            forwards.AddRange(page.Select(e => e.Sequence));

        Assert.Equal(Enumerable.Range(1, 10_000).Select(n => (long)n), forwards);
        Assert.Equal(forwards.AsEnumerable().Reverse(), backwards);
    }

    [Theory]
    [InlineData(long.MaxValue, 3, "b", "29 26 23")]
    [InlineData(23, 3, "b", "20 17 14")]
    [InlineData(10, 4, "c a", "9 7 6 4")]
    [InlineData(10, 3, "b c b", "9 8 6")]
    [InlineData(10, 3, "none", "")]
    [InlineData(10, 3, "none a", "7 4 1")]
    [InlineData(1, 3, "", "")]
    [InlineData(-5, 3, "a", "")]
    public async Task A_page_filtered_by_tags_has_exactly_the_newest_that_fit(long before, int limit, string tags, string expected)
    {
        await Journals.AppendAsync(
            "a", [.. Enumerable.Range(1, 30).Select(n => new JournalEntry(n, "cab".Substring(n % 3, 1), new byte[n]))], Cancelled);

        var page = await Journals.ReadBackwardsAsync(
            "a", before, limit, tags.Split(' ', StringSplitOptions.RemoveEmptyEntries), Cancelled);

        Assert.Equal(expected, string.Join(' ', page.Select(e => e.Sequence)));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(IJournalStore.MaxTagsPerRead)]
    public async Task As_many_tags_as_there_may_be_filter_as_one_does(int tags)
    {
        await Journals.AppendAsync(
            "a", [.. Enumerable.Range(1, 100).Select(n => new JournalEntry(n, $"t{n % 20}", new byte[1]))], Cancelled);

        var page = await Journals.ReadBackwardsAsync("a", 81, 7, [.. Enumerable.Range(0, tags).Select(n => $"t{n}")], Cancelled);

        Assert.Equal(Enumerable.Range(1, 80).Reverse().Where(n => n % 20 < tags).Take(7), page.Select(e => (int)e.Sequence));
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("x'_or_Tag_ne_'x")]
    [InlineData("%27&$filter=#?/\\")]
    public async Task A_tag_is_text_and_nothing_else(string tag)
    {
        await Journals.AppendAsync("a", [new JournalEntry(1, "x", new byte[1]), new JournalEntry(2, tag, new byte[2])], Cancelled);

        Assert.Equal(2, Assert.Single(await Journals.ReadBackwardsAsync("a", long.MaxValue, 10, [tag], Cancelled)).Sequence);
    }

    [Fact]
    public async Task The_largest_append_of_the_largest_entries_is_kept()
    {
        var tag = new string('t', JournalEntry.MaxTagLength);
        JournalEntry[] entries = [.. Enumerable.Range(1, IJournalStore.MaxEntriesPerAppend).Select(n =>
            new JournalEntry(n, tag, Enumerable.Repeat((byte)n, JournalEntry.MaxContentBytes).ToArray()))];

        await Journals.AppendAsync("a", entries, Cancelled);

        AssertSame(entries, await Journals.ReadForwardsAsync("a", 1, 1_000, Cancelled));
    }

    [Fact]
    public async Task A_range_at_the_end_of_numbers_is_empty()
    {
        await Journals.AppendAsync("a", Entries(1, 2), Cancelled);

        Assert.Empty(await Journals.ReadForwardsAsync("a", long.MaxValue, 1_000, Cancelled));
        Assert.Empty(await Journals.ReadForwardsAsync("a", 3, 1_000, Cancelled));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_bad_name_is_refused(string journal)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Journals.AppendAsync(journal, Entries(1, 1), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Journals.ReadLastSequenceAsync(journal, Cancelled));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1 3")]
    [InlineData("2 1")]
    [InlineData("0 1")]
    [InlineData("-1")]
    public async Task Entries_that_do_not_follow_each_other_are_refused(string sequences)
    {
        JournalEntry[] entries = [.. sequences.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => new JournalEntry(long.Parse(s, System.Globalization.CultureInfo.InvariantCulture), "tag", new byte[1]))];

        await Assert.ThrowsAsync<ArgumentException>(() => Journals.AppendAsync("a", entries, Cancelled));
    }

    [Fact]
    public async Task What_is_over_a_limit_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Journals.AppendAsync("a", Entries(1, IJournalStore.MaxEntriesPerAppend + 1), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Journals.AppendAsync("a", [new JournalEntry(1, "tag", new byte[JournalEntry.MaxContentBytes + 1])], Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            Journals.AppendAsync("a", [new JournalEntry(1, new string('t', 65), new byte[1])], Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Journals.AppendAsync("a", [new JournalEntry(1, "täg", new byte[1])], Cancelled));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Journals.ReadForwardsAsync("a", 1, 1_001, Cancelled));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Journals.ReadBackwardsAsync("a", 1, 0, [], Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Journals.ReadBackwardsAsync(
            "a", 1, 1, [.. Enumerable.Range(0, IJournalStore.MaxTagsPerRead + 1).Select(n => $"t{n}")], Cancelled));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(2_345)]
    public async Task A_deleted_journal_is_empty_and_no_other_is(int count)
    {
        await AppendInChunks(count, 100);
        await Journals.AppendAsync("a-b", Entries(1, 5), Cancelled);

        await Task.WhenAll(Journals.DeleteAsync("a", Cancelled), Journals.DeleteAsync("a", Cancelled));
        await Journals.DeleteAsync("a", Cancelled);

        Assert.Equal(0, await Journals.ReadLastSequenceAsync("a", Cancelled));
        Assert.Empty(await Journals.ReadForwardsAsync("a", 1, 10, Cancelled));
        Assert.Empty(await Journals.ReadBackwardsAsync("a", long.MaxValue, 10, ["tag"], Cancelled));
        AssertSame(Entries(1, 5), await Journals.ReadForwardsAsync("a-b", 1, 10, Cancelled));

        // What comes late finds a gap and leaves nothing.
        await Assert.ThrowsAsync<JournalConflictException>(() => Journals.AppendAsync("a", Entries(2, 1), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Journals.DeleteAsync("A", Cancelled));
    }

    [Fact]
    public async Task A_reader_never_sees_a_gap_while_a_journal_is_deleted()
    {
        await AppendInChunks(3_000, 100);

        var deleting = Journals.DeleteAsync("a", Cancelled);
        for (var done = false; !done;)
        {
            done = deleting.IsCompleted;
            var read = (await Journals.ReadForwardsAsync("a", 1, 1_000, Cancelled)).Select(e => e.Sequence).ToArray();
            Assert.Equal(Enumerable.Range(1, read.Length).Select(n => (long)n), read);
        }

        await deleting;
        Assert.Equal(0, await Journals.ReadLastSequenceAsync("a", Cancelled));
    }

    private async Task AppendInChunks(int count, int size)
    {
        for (var first = 1; first <= count; first += size)
            await Journals.AppendAsync("a", Entries(first, Math.Min(size, count - first + 1)), Cancelled);
    }

    private static JournalEntry[] Entries(long first, int count) =>
        [.. Enumerable.Range(0, count).Select(n => new JournalEntry(first + n, "tag", Encoding.UTF8.GetBytes($"content {first + n}")))];

    private static void AssertSame(IReadOnlyList<JournalEntry> expected, IReadOnlyList<JournalEntry> actual) =>
        Assert.Equal(expected.Select(Show), actual.Select(Show));

    private static (long, string, string) Show(JournalEntry entry) =>
        (entry.Sequence, entry.Tag, Convert.ToHexString(entry.Content.Span));
}
