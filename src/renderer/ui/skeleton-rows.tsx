import { Skeleton, SkeletonItem } from '@fluentui/react-components';
import { text } from '../text/text.ts';
import styles from './skeleton-rows.module.css';

const ROWS = [62, 48, 70, 55, 66];

/** The shape of a list of people whose rows are still on their way. */
export function SkeletonRows() {
  return (
    <Skeleton className={styles['rows']} aria-label={text('service.updating')}>
      {ROWS.map((width) => (
        <div key={width} className={styles['row']}>
          <SkeletonItem shape="circle" size={36} />
          <SkeletonItem style={{ width: `${width}%` }} />
        </div>
      ))}
    </Skeleton>
  );
}
