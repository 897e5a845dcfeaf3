import { Catch } from '@nestjs/common';
import type { ExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';
import type { Observable } from 'rxjs';

/**
 * Hands the transport the very object that a handler, pipe, guard or interceptor threw. Nest's own filter turns all but
 * RpcException into "Internal server error", which leaves nothing to classify. `KafkaHandler` brings it along.
 */
@Catch()
export class OriginalErrorFilter implements ExceptionFilter<unknown> {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}
