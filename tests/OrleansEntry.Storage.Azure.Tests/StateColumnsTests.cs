using System.Security.Cryptography;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

/// <summary>Azurite takes other sizes than Azure, so Azure's own limits are shown here.</summary>
public sealed class StateColumnsTests
{
    private const int AzureEntityBytes = 1024 * 1024;
    private const int AzurePropertyBytes = 64 * 1024;

    private static readonly TableKey Key = new("entry", GrainId.Create("account", "a1"), "note");

    [Theory]
    [InlineData(1, "1")]
    [InlineData(65_535, "65535")]
    [InlineData(65_536, "65536")]
    [InlineData(65_537, "65536 1")]
    [InlineData(131_072, "65536 65536")]
    [InlineData(131_073, "65536 65536 1")]
    public void A_state_fills_column_after_column(int bytes, string sizes)
    {
        var content = RandomNumberGenerator.GetBytes(bytes);

        var row = StateColumns.ToRow(Key, content);

        var columns = Enumerable.Range(0, 15).Select(n => row.GetBinary(n == 0 ? "Data" : $"Data{n}")).OfType<byte[]>();
        Assert.Equal(sizes, string.Join(' ', columns.Select(column => column.Length)));
        Assert.Equal(content, StateColumns.ToContent(row));
    }

    [Fact]
    public void The_largest_state_with_the_longest_keys_fits_into_an_entity_of_azure()
    {
        var content = RandomNumberGenerator.GetBytes(AzureTableGrainStorage.MaxStateBytes);
        var longest = new TableKey("s", GrainId.Create("t", new string('k', 1_020)), new string('n', 1_024));
        Assert.Equal((1_024, 1_024), (longest.Partition.Length, longest.Row.Length));

        var row = StateColumns.ToRow(longest, content);

        Assert.Equal(content, StateColumns.ToContent(row));
        Assert.InRange(SizeInAzure(row), AzureTableGrainStorage.MaxStateBytes, AzureEntityBytes);
        Assert.All(row.Select(p => p.Value).OfType<byte[]>(), column => Assert.InRange(column.Length, 1, AzurePropertyBytes));
    }

    [Fact]
    public void One_byte_more_is_refused_with_both_numbers()
    {
        var refusal = Assert.Throws<StateTooLargeException>(() =>
            StateColumns.ToRow(Key, new byte[AzureTableGrainStorage.MaxStateBytes + 1]));

        Assert.Equal("The state entry_account_a1 (note) has 983041 bytes; a row holds 983040.", refusal.Message);
    }

    [Fact]
    public void A_row_without_binary_state_is_not_taken_for_a_cleared_one()
    {
        Assert.Throws<InvalidDataException>(() => StateColumns.ToContent(new TableEntity("p", "r")));
        Assert.Throws<InvalidDataException>(() => StateColumns.ToContent(new TableEntity("p", "r") { ["StringData"] = "{}" }));
    }

    // "4 bytes + Len(PartitionKey + RowKey) * 2 bytes + for each property (8 bytes + Len(name) * 2 bytes + size of the value)", where a
    // binary value has 4 bytes for its length. The service adds Timestamp itself.
    private static int SizeInAzure(TableEntity row) =>
        4 + (row.PartitionKey.Length + row.RowKey.Length) * 2 + (8 + "Timestamp".Length * 2 + 8)
        + row.Where(p => p.Value is byte[]).Sum(p => 8 + p.Key.Length * 2 + 4 + ((byte[])p.Value).Length);
}
