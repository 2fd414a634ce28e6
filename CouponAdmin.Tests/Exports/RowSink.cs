namespace CouponAdmin.Tests.Exports;

/// <summary>Takes a file as a slow reader's connection would, and remembers how many rows were in memory at most: read, and not written yet.</summary>
internal sealed class RowSink(CountedRows rows) : Stream
{
    private const byte LineEnd = (byte)'\n';

    public int Lines { get; private set; }

    public int RowsHeldMax { get; private set; }

    public int LargestWrite { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        RowsHeldMax = Math.Max(RowsHeldMax, rows.Read - Lines);
        LargestWrite = Math.Max(LargestWrite, buffer.Length);
        Lines += buffer.Count(LineEnd);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override void Flush()
    {
        // Everything is taken at once.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
