namespace CouponAdmin.Tests.Exports;

/// <summary>A reader who takes the beginning of a file and then nothing more until they are let go on.</summary>
internal sealed class StalledReader : MemoryStream
{
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the writer waits for this reader.</summary>
    public Task Stalled => _stalled.Task;

    public void GoOn() => _goesOn.TrySetResult();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _stalled.TrySetResult();
        await _goesOn.Task.WaitAsync(cancellationToken);
        await base.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
