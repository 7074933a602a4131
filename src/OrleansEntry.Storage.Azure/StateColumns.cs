namespace OrleansEntry.Storage.Azure;

/// <summary>A state's bytes in the columns of one row, as the official provider lays them out: <c>Data</c>, <c>Data1</c> …
/// <c>Data14</c>, each full but the last.</summary>
/// <remarks>Limits of Azure (Microsoft, "Understanding the Table service data model"): a binary property holds 64 KiB, a row 1 MiB with
/// its keys and names. Azurite counts otherwise and takes eleven columns, so these limits are ours to check.</remarks>
internal static class StateColumns
{
    /// <summary>Bytes in one column.</summary>
    internal const int ColumnBytes = 64 * 1024;

    /// <summary>Columns in one row.</summary>
    internal const int MaxColumns = 15;

    /// <summary>Longest state in one row, in bytes.</summary>
    internal const int MaxBytes = ColumnBytes * MaxColumns;

    private static readonly string[] Names = [.. Enumerable.Range(0, MaxColumns).Select(NameOf)];

    /// <exception cref="StateTooLargeException">It does not fit into one row.</exception>
    internal static TableEntity ToRow(TableKey key, ReadOnlyMemory<byte> content)
    {
        if (content.Length > MaxBytes)
            throw new StateTooLargeException($"The state {key} has {content.Length} bytes; a row holds {MaxBytes}.");

        var row = new TableEntity(key.Partition, key.Row);
        var columns = Math.Max(1, (content.Length + ColumnBytes - 1) / ColumnBytes);
        for (var n = 0; n < columns; n++)
        {
            var start = n * ColumnBytes;
            row[Names[n]] = content.Slice(start, Math.Min(ColumnBytes, content.Length - start)).ToArray();
        }

        return row;
    }

    /// <exception cref="InvalidDataException">The row holds no binary state: another program wrote it.</exception>
    internal static byte[] ToContent(TableEntity row)
    {
        var values = Names.Select(name => row.TryGetValue(name, out var value) ? value : null);
        byte[][] columns = [.. values.TakeWhile(value => value is byte[]).Cast<byte[]>()];
        var content = new byte[columns.Sum(column => column.Length)];
        var end = 0;
        foreach (var column in columns)
        {
            column.CopyTo(content, end);
            end += column.Length;
        }

        // Never taken for a state that was cleared: whoever reads a lost account as none may open it anew.
        return content.Length > 0 ? content : throw new InvalidDataException(
            $"The row {row.PartitionKey} ({row.RowKey}) holds no state in the columns Data, Data1 and so on: another program wrote it.");
    }

    private static string NameOf(int column) => column == 0 ? "Data" : string.Create(CultureInfo.InvariantCulture, $"Data{column}");
}
