using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

public sealed class TableKeyTests
{
    [Fact]
    public void A_key_is_spelt_as_the_official_provider_does()
    {
        var key = new TableKey("default", GrainId.Create("pg", "hot"), "c");

        Assert.Equal(("default_pg_hot", "c"), (key.Partition, key.Row));
    }

    // The official provider gives each of these the row of another grain.
    [Theory]
    [InlineData("acct", "a/b", "state")]
    [InlineData("acct", "a\\b", "state")]
    [InlineData("acct", "a#b", "state")]
    [InlineData("acct", "a?b", "state")]
    [InlineData("acct", "a_b", "state")]
    [InlineData("acct", "x_k", "state")]
    [InlineData("acct_x", "k", "state")]
    [InlineData("acct", "k", "my_state")]
    [InlineData("acct", "k", "my/state")]
    [InlineData("acct", "a\u001Fb", "state")]
    [InlineData("acct", "a\u007Fb", "state")]
    [InlineData("acct", "a\u009Fb", "state")]
    [InlineData("acct", "a\uFFFDb", "state")]
    [InlineData("acct", "k", "")]
    public void A_key_that_could_be_anothers_is_refused(string type, string key, string state) =>
        Assert.Throws<ArgumentException>(() => new TableKey("entry", GrainId.Create(type, key), state));

    [Theory]
    [InlineData("")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    public void A_services_id_that_could_be_anothers_is_refused(string service) =>
        Assert.Throws<ArgumentException>(() => new TableKey(service, GrainId.Create("acct", "k"), "state"));

    [Fact]
    public void A_key_that_is_too_long_for_the_service_is_refused()
    {
        Assert.Equal(1_024, new TableKey("s", GrainId.Create("t", new string('k', 1_020)), "n").Partition.Length);
        Assert.Throws<ArgumentException>(() => new TableKey("s", GrainId.Create("t", new string('k', 1_021)), "n"));
        Assert.Throws<ArgumentException>(() => new TableKey("s", GrainId.Create("t", "k"), new string('n', 1_025)));
    }
}
