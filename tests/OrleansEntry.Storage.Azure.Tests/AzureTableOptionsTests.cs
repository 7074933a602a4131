using Azure.Core;
using Microsoft.Extensions.Options;

namespace OrleansEntry.Storage.Azure;

public sealed class AzureTableOptionsTests
{
    private const string Key = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
    private const string Good = $"DefaultEndpointsProtocol=https;AccountName=acc;AccountKey={Key};EndpointSuffix=core.windows.net";

    private static readonly Uri Service = new("https://acc.table.core.windows.net");

    [Fact]
    public void A_connection_string_is_enough_and_so_are_a_service_and_a_credential()
    {
        Assert.Empty(Complaints(o => o.ConnectionString = Good));
        Assert.Empty(Complaints(o => o.ConnectionString = "UseDevelopmentStorage=true"));
        Assert.Empty(Complaints(o => (o.ServiceUri, o.Credential) = (Service, new FixedCredential())));
    }

    [Fact]
    public void One_way_to_the_table_is_given_not_none_and_not_two()
    {
        Assert.Contains("one of the two", Complaints(_ => { }), StringComparison.Ordinal);
        Assert.Contains("one of the two", Complaints(o => (o.ConnectionString, o.ServiceUri) = (Good, Service)), StringComparison.Ordinal);
        Assert.Contains("belong together", Complaints(o => o.ServiceUri = Service), StringComparison.Ordinal);
        Assert.Contains("belong together", Complaints(o => o.Credential = new FixedCredential()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a connection string")]
    [InlineData($"AccountKey={Key}")]
    [InlineData($"DefaultEndpointsProtocol=https;AccountName=acc;AccountKey=not-base64-{Key}!")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=acc;AccountKey={Key};EndpointSuffix=core.windows.net")]
    public void A_bad_connection_string_is_refused_and_never_quoted(string bad)
    {
        var complaint = Complaints(o => o.ConnectionString = bad);

        Assert.NotEmpty(complaint);
        Assert.DoesNotContain(Key, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain(bad, complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://acc.table.core.windows.net")]
    [InlineData("https://acc.table.core.windows.net/?sv=1&sig=abc")]
    public void A_service_without_https_or_with_a_key_in_its_address_is_refused(string address)
    {
        var complaint = Complaints(o => (o.ServiceUri, o.Credential) = (new Uri(address), new FixedCredential()));

        Assert.NotEmpty(complaint);
        Assert.DoesNotContain("sig", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_names_out_of_range_are_refused()
    {
        foreach (var table in (string[])["", "ab", "1abc", "a-b", new string('a', 64)])
            AssertRefused("Table", o => o.Table = table);

        AssertRefused("AttemptFor", o => o.AttemptFor = TimeSpan.FromSeconds(6));
        AssertRefused("Retries", o => o.Retries = 6);
        AssertRefused("AnswerWithin", o => o.AnswerWithin = TimeSpan.FromSeconds(11));

        static void AssertRefused(string name, Action<AzureTableClusteringOptions> set) => Assert.Contains(
            name, Complaints(o => { o.ConnectionString = Good; set(o); }), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_do_not_print_their_key() =>
        Assert.DoesNotContain(Key, new AzureTableJournalOptions { ConnectionString = Good }.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task A_credential_is_what_the_service_is_shown()
    {
        using var wire = new Wire();
        wire.Instead = (_, _) => Task.FromResult<HttpResponseMessage?>(Wire.Answer(System.Net.HttpStatusCode.NoContent));
        var options = new AzureTableJournalOptions { ServiceUri = Service, Credential = new FixedCredential(), Tap = wire.Tap };

        await new AzureTable(options, TimeProvider.System).Create(TestContext.Current.CancellationToken);

        Assert.Equal("Bearer the-token", Assert.Single(wire.Requests).Headers.Authorization?.ToString());
    }

    private static string Complaints(Action<AzureTableClusteringOptions> set)
    {
        var options = new AzureTableClusteringOptions();
        set(options);
        var result = new AzureTableClusteringOptionsValidator().Validate(Options.DefaultName, options);
        return string.Join('\n', result.Failures ?? []);
    }

    private sealed class FixedCredential : TokenCredential
    {
        // The instant is beyond every test's end.
        private static readonly AccessToken Token = new("the-token", DateTimeOffset.MaxValue);

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => Token;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(Token);
    }
}
