using OrleansEntry.Core.SecurityCheck;
using Xunit;

namespace OrleansEntry.Core.Tests.SecurityCheck;

public sealed class CheckScopeTests
{
    [Fact]
    public void A_scope_is_its_three_parts_and_where_one_ends_matters()
    {
        var scope = CheckScope.Of("entry", "ab", "c");

        Assert.Equal(scope, CheckScope.Of("entry", "ab", "c"));
        Assert.Equal(scope.GetHashCode(), CheckScope.Of("entry", "ab", "c").GetHashCode());
        Assert.NotEqual(scope, CheckScope.Of("entry", "a", "bc"));
        Assert.NotEqual(scope, CheckScope.Of("registration", "ab", "c"));
        Assert.NotEqual(scope, CheckScope.Of("entry", "c", "ab"));
        Assert.Equal("[scope]", $"{scope}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_part_without_text_or_with_too_much_is_a_fault(int length) =>
        Assert.Throws<ArgumentException>(() => CheckScope.Of("entry", new string('a', length), "client"));

    [Fact]
    public void A_key_of_another_size_is_a_fault() =>
        Assert.Throws<ArgumentException>(() => new SecurityCheckKey(new byte[31]));
}
