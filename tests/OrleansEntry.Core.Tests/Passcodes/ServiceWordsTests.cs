using OrleansEntry.Core.Passcodes;
using Xunit;

namespace OrleansEntry.Core.Tests.Passcodes;

public sealed class ServiceWordsTests
{
    [Fact]
    public void The_list_has_a_version_and_the_service_s_own_words()
    {
        Assert.Equal("1", ServiceWords.Standard.Version);
        Assert.Superset(
            new HashSet<string> { "exchange", "orleansentry", "passcode", "trading", "wallet", "withdraw" },
            ServiceWords.Standard.All.ToHashSet());
    }

    [Fact]
    public void A_deployment_adds_its_own_names()
    {
        var words = ServiceWords.Standard.With(["Acorn-Street 9"]);

        Assert.Contains("acornstreet9", words.All);
        Assert.Equal(ServiceWords.Standard.All.Count + 1, words.All.Count);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("a - b")]
    [InlineData("")]
    public void A_word_too_short_to_mean_anything_is_a_fault(string word) =>
        Assert.Throws<ArgumentException>(() => ServiceWords.Standard.With([word]));

    [Fact]
    public void The_list_has_an_end() =>
        Assert.Throws<ArgumentException>(() => ServiceWords.Standard.With(Enumerable.Range(0, 256).Select(i => $"brand{i}")));
}
