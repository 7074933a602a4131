using Orleans;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Conformance;

/// <summary>One key names one record, whatever is in it, or is refused.</summary>
public abstract class GrainKeyConformance : GrainConformanceTests
{
    [Theory]
    [InlineData("a\0b", "note")]
    [InlineData("a\nb", "note")]
    [InlineData("a\u0085b", "note")]
    [InlineData("a\uD800b", "note")]
    [InlineData("a1", "no\tte")]
    [InlineData("a1", "")]
    public async Task Keys_that_are_no_plain_text_are_refused(string key, string name)
    {
        var grain = GrainId.Create("account", key);

        await Assert.ThrowsAsync<ArgumentException>(() => Grains.WriteStateAsync(name, grain, new GrainState<Note>(new Note()), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Grains.ReadStateAsync(name, grain, new GrainState<Note>(), Cancelled));
    }

    [Theory]
    [InlineData("a'b\"; DROP TABLE x; --")]
    [InlineData("ключ-鍵-🔑")]
    [InlineData("a%2Fb+c d&e=f")]
    public Task Keys_with_odd_text_name_one_record_each(string key) => KeepApart(key, key + "-");

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a_b")]
    public async Task Keys_that_look_like_paths_name_one_record_each_or_are_refused(string key)
    {
        if (Backend.Limits.TakesPaths)
        {
            await KeepApart(key, key == "a_b" ? "a/b" : "a_b");
            return;
        }

        var grain = GrainId.Create("account", key);
        await Assert.ThrowsAsync<ArgumentException>(() => Write(grain, new Note()));
        await Assert.ThrowsAsync<ArgumentException>(() => Grains.ReadStateAsync("note", grain, new GrainState<Note>(), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Grains.ClearStateAsync("note", grain, new GrainState<Note>(), Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Grains.ReadStateAsync(key, Account, new GrainState<Note>(), Cancelled));
    }

    private async Task KeepApart(string key, string other)
    {
        await Write(GrainId.Create("account", key), new Note { Text = key });
        await Write(GrainId.Create("account", other), new Note { Text = other });

        Assert.Equal(key, (await Read(GrainId.Create("account", key))).State!.Text);
        Assert.Equal(other, (await Read(GrainId.Create("account", other))).State!.Text);
    }
}
