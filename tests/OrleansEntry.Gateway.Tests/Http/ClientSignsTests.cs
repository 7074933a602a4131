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
}
