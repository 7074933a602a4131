using System.Globalization;
using CsCheck;
using OrleansEntry.Core.Trading;
using Xunit;

namespace OrleansEntry.Core.Tests.Trading;

public sealed class EcmaNumberTests
{
    // RFC 8785 appendix B, but for infinity and NaN.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void The_RFC_s_samples(ulong bits, string text) => Assert.Equal(text, EcmaNumber.Write(BitConverter.UInt64BitsToDouble(bits)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_JSON_does_not_have_is_a_fault(double number) => Assert.Throws<ArgumentException>(() => EcmaNumber.Write(number));

    [Fact]
    public void Every_number_reads_back_as_itself() => Gen.Double.Where(double.IsFinite).Sample(number =>
    {
        var text = EcmaNumber.Write(number);
        Assert.Equal(number, double.Parse(text, CultureInfo.InvariantCulture));
        Assert.Equal(text, EcmaNumber.Write(double.Parse(text, CultureInfo.InvariantCulture)));
    });
}
