namespace CouponAdmin.Tests.Fixtures;

/// <summary>The last lines that a child process wrote, for failure messages.</summary>
internal sealed class OutputTail
{
    private const int LinesMax = 400;
    private readonly Queue<string> _lines = new();

    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > LinesMax)
            {
                _lines.Dequeue();
            }
        }
    }

    public override string ToString()
    {
        lock (_lines)
        {
            return string.Join('\n', _lines);
        }
    }
}
