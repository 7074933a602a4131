using OrleansEntry.Gateway.Http;

namespace OrleansEntry.Gateway.Tests.Http;

public sealed class RetryAfterTests
{
    [Theory]
    [InlineData(-5, 0, 5)]
    [InlineData(1, 0, 5)]
    [InlineData(5, 0, 5)]
    [InlineData(5, 1, 15)]
    [InlineData(16, 0, 30)]
    [InlineData(31, 0, 60)]
    [InlineData(61, 0, 120)]
    [InlineData(300, 0, 300)]
    [InlineData(300, 1, 360)]
    public void A_wait_is_told_coarsely_and_never_too_short(int seconds, double jitter, int told) =>
        Assert.Equal(TimeSpan.FromSeconds(told), RetryAfter.Coarse(TimeSpan.FromSeconds(seconds), jitter));

    [Theory]
    [InlineData(15, "about 15 seconds")]
    [InlineData(60, "about a minute")]
    [InlineData(300, "about 5 minutes")]
    [InlineData(9000, "about 3 hours")]
    public void A_wait_is_told_in_words(int seconds, string words) =>
        Assert.Equal(words, RetryAfter.InWords(TimeSpan.FromSeconds(seconds)));
}
