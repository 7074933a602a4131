using OrleansEntry.Gateway.Tests.Hosting;

namespace OrleansEntry.Gateway.Tests.Passcodes;

public sealed class PasscodeEndpointsTests
{
    [Theory]
    [InlineData("kUrz-6", "passcode-too-short")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "passcode-listed")]
    [InlineData("passwordpassword", "passcode-listed")]
    [InlineData("orleansentry-2026!", "passcode-service-word")]
    public async Task An_unfit_new_passcode_is_refused_before_the_account_is_asked(string passcode, string code)
    {
        await using var host = (await GatewayHost.Start()).WithSession();

        var answer =
            await host.Send("PUT", "/v1/passcode", $$"""{"current":"correct horse battery staple","new":"{{passcode}}"}""", bearer: true);

        Assert.Equal((422, code), (answer.Status, answer.Code));
        Assert.DoesNotContain(passcode, answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, host.Grains.Account.Commands);
    }
}
