using OrleansEntry.Core.Keys;
using OrleansEntry.Gateway.Http;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class ClientBindingTests
{
    private static readonly DeploymentKeys Keys = new(new byte[32]);

    // device 0 = none shown; the beginning got device 1.
    [Theory]
    [InlineData(1, "203.0.113.7", "Firefox", true)]
    [InlineData(1, "198.51.100.1", "Chrome", true)]
    [InlineData(0, "203.0.113.7", "Firefox", true)]
    [InlineData(0, "203.0.113.8", "Firefox", false)]
    [InlineData(0, "203.0.113.7", "Chrome", false)]
    [InlineData(2, "203.0.113.7", "Firefox", false)]
    public void A_flow_goes_on_by_its_device_or_else_by_network_and_agent(byte device, string network, string agent, bool admitted)
    {
        var beginning = ClientBinding.Of([1], "203.0.113.7", "Firefox", showedDevice: false, Keys);

        var later = ClientBinding.Of([device], network, agent, showedDevice: device > 0, Keys);

        Assert.Equal(admitted, beginning.Admits(later));
    }
}
