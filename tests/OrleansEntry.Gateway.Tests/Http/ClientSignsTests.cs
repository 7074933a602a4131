using Microsoft.AspNetCore.Http;
using OrleansEntry.Gateway.Http;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class ClientSignsTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Theory]
    [InlineData(Firefox, "cors", "de", 0)]
    [InlineData(Firefox, null, "de", 1)]
    [InlineData(Firefox, "navigate", null, 1)]
    [InlineData(Firefox, null, null, 2)]
    [InlineData("curl/8.5.0", null, null, 0)]
    [InlineData("ExampleTrader/3.1 (iOS 19)", null, null, 0)]
    [InlineData("", null, null, 1)]
    [InlineData(null, "cors", "de", 1)]
    public void Who_claims_to_be_a_browser_sends_what_browsers_send_and_others_their_name(
        string? userAgent, string? fetchMode, string? language, int missing)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (userAgent is not null) headers.UserAgent = userAgent;
        if (fetchMode is not null) headers["Sec-Fetch-Mode"] = fetchMode;
        if (language is not null) headers.AcceptLanguage = language;

        Assert.Equal(missing, ClientSigns.Missing(headers));
    }

    [Theory]
    [InlineData(Firefox, "firefox 140.0")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.51 Safari/537.36", "chrome 99.0")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/99.0.0.0 Safari/537.36 Edg/98.1", "edge 98.1")]
    [InlineData("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15", "safari 17.4")]
    [InlineData("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Safari/605.1.15", "")]
    [InlineData("Mozilla/5.0 (Linux) SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36", "samsung-internet 24.0")]
    [InlineData("ExampleTrader/3.1 (iOS 19)", "exampletrader 3.1")]
    [InlineData("example-trader/3.1-beta", "example-trader 3.1")]
    [InlineData("example_trader/3.1", "")]
    [InlineData("example-trader", "")]
    [InlineData("example-trader/", "")]
    [InlineData("example-trader/next", "")]
    [InlineData("Mozilla/5.0", "")]
    [InlineData("/", "")]
    [InlineData("Chrome/", "")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_client_is_known_by_the_name_and_version_it_says(string? userAgent, string release)
    {
        var read = ClientAgent.ReleaseOf(userAgent);

        Assert.Equal(release, read is null ? "" : $"{read.Name} {read.Version.Major}.{read.Version.Minor}");
    }
}
