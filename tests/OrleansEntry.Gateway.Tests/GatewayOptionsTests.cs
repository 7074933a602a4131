using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests;

public sealed class GatewayOptionsTests
{
    [Theory]
    [InlineData("Gateway:DeviceCookieLifetime", "401.00:00:00")]
    [InlineData("Gateway:PublicOrigins:0", "https://entry.example.test/path")]
    [InlineData("Gateway:ShowDoc", "true")]
    [InlineData("Network:TrustedProxies:0", "everybody")]
    public async Task A_gateway_with_bad_settings_does_not_start(string key, string value) =>
        await Assert.ThrowsAnyAsync<Exception>(async () => await (await GatewayHost.Start("Production", (key, value))).DisposeAsync());
}
