namespace OrleansEntry.Browser.Tests;

public sealed class AuthenticatorTests
{
    // RFC 6238, appendix B, SHA-1: seconds since 1970 and eight digits.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1234567890, "89005924")]
    [InlineData(20000000000, "65353130")]
    public void Our_own_authenticator_makes_the_codes_of_RFC_6238(long seconds, string expected) =>
        Assert.Equal(expected, Authenticator.CodeAt("12345678901234567890"u8.ToArray(), seconds / 30, digits: 8));
}
