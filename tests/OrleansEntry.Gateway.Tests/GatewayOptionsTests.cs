using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("Gateway:DeviceCookieLifetime", "401.00:00:00")]
    [InlineData("Gateway:PublicOrigins:0", "https://entry.example.test/path")]
    [InlineData("Gateway:ShowDoc", "true")]
    [InlineData("Gateway:ReturnOrigins:0", "http://trade.example.test")]
    [InlineData("Gateway:ReturnOrigins:0", "https://trade.example.test/")]
    [InlineData("Gateway:ReturnOrigins:0", "https://*.example.test/orders")]
    [InlineData("Gateway:ReturnOrigin:0", "https://trade.example.test")]
    [InlineData("Official:Domains:0", "example.test")]
    [InlineData("Official:Version", "-1")]
    [InlineData("Official:IssuedOn", "yesterday")]
    [InlineData("Official:Handles:0:Name", "example")]
    [InlineData("Official:Domain:0", "example.test")]
    [InlineData("Clients:Minimum:Example", "3")]
    [InlineData("Clients:Minimum:example", "three")]
    [InlineData("Clients:Minimum:chrome", "132")]
    [InlineData("Clients:UpdateAt:example", "http://example.test/app")]
    [InlineData("Clients:UpdateAt:example", "https://somebody@example.test/app")]
    [InlineData("Clients:UpdateAt:example", "/app")]
    [InlineData("Clients:Message:example", "")]
    [InlineData("Clients:Message:example", "a\nb")]
    [InlineData("Network:TrustedProxies:0", "everybody")]
    public async Task A_gateway_with_bad_settings_does_not_start(string key, string value) =>
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await GatewayHost.Start("Production", (key, value))).DisposeAsync());
}
