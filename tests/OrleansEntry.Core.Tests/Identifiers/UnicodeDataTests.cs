using OrleansEntry.Core.Identifiers;
using Xunit;

namespace OrleansEntry.Core.Tests.Identifiers;

public sealed class UnicodeDataTests
{
    [Fact]
    public void This_process_can_compare_text() => Assert.True(UnicodeData.IsAvailable);
}
